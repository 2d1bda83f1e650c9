/// How much credit two different categories get, by their positions on the scale.
///
/// Linear 1 − |k−l|/(q−1), quadratic 1 − (k−l)²/(q−1)², ordinal 1 − C(|k−l|+1, 2)/C(q, 2). The
/// last is not Krippendorff's ordinal metric, which depends on the data.
public enum AgreementWeights: String, Sendable, Hashable, CaseIterable {
    /// None: categories agree or do not.
    case identity
    /// In proportion to the distance.
    case linear
    /// In proportion to the squared distance.
    case quadratic
    /// By the number of steps within the distance (Gwet).
    case ordinal

    /// The credit of categories at a distance on a scale of q categories.
    func credit(distance: Int, categories: Int) -> Double {
        if distance == 0 { return 1 }
        let d = Double(distance)
        let most = Double(categories - 1)
        return switch self {
        case .identity: 0
        case .linear: 1 - d / most
        case .quadratic: 1 - d * d / (most * most)
        case .ordinal: 1 - d * (d + 1) / (most * (most + 1))
        }
    }
}

/// The difference function of Krippendorff's alpha.
public enum AlphaMetric: String, Sendable, Hashable, CaseIterable {
    /// 1 for different categories.
    case nominal
    /// The squared number of ratings between two categories, from the data's own marginals.
    case ordinal
    /// (c − k)².
    case interval
    /// ((c − k)/(c + k))², 0 for two zeros.
    case ratio
}

/// A coefficient of agreement between raters.
///
/// With p_a the observed and p_e the expected agreement all but alpha are (p_a − p_e)/(1 − p_e);
/// they differ in what chance means. Definition: p_a is the mean over units with at least two
/// ratings of the share of (weighted) agreement among their pairs; p_e is what each case says.
/// Assumes ratings given independently of each other, one scale for all raters, and units that
/// stand for those meant. Edge cases: no unit with two ratings is `tooFew`, ratings without
/// variation `noVariation`; AC1, AC2 and Brennan–Prediger depend on the size of the declared scale.
/// Worked number: [118 5/2 0] has percent agreement 0.944, kappa −0.023392, AC1 0.940776. Ranges:
/// percent 0...1, the others up to 1, negative where raters agree less than by chance.
///
/// - Complexity: O(ratings · ratings of a unit) at most; the steps are `RatingTable.agreement`.
public enum AgreementCoefficient: Sendable, Hashable {
    /// Observed agreement alone: the mean over units with at least two ratings of the share of
    /// agreeing pairs.
    case percent(AgreementWeights = .identity)
    /// Cohen's kappa of exactly two raters, each with an own marginal. Cohen 1960,
    /// doi:10.1177/001316446002000104; weighted: Cohen 1968, doi:10.1037/h0026256.
    case cohen(AgreementWeights = .identity)
    /// Scott's pi of exactly two raters with a common marginal. Scott 1955, doi:10.1086/266577.
    case scott
    /// Fleiss' kappa of any number of raters with a common marginal: Scott's pi generalised. Fleiss
    /// 1971, doi:10.1037/h0031619. Missing ratings as in Gwet 2014.
    case fleiss(AgreementWeights = .identity)
    /// Conger's kappa: Cohen's generalised to any number of raters. Conger 1980,
    /// doi:10.1037/0033-2909.88.2.322.
    case conger(AgreementWeights = .identity)
    /// Krippendorff's alpha = 1 − D_o/D_e over pairable ratings. Krippendorff 2011, "Computing
    /// Krippendorff's alpha-reliability"; Hayes and Krippendorff 2007,
    /// doi:10.1080/19312450709336664.
    case krippendorff(AlphaMetric = .nominal)
    /// Gwet's AC1, or AC2 with weights; steady where one category prevails. Gwet 2008,
    /// doi:10.1348/000711006X126600.
    case gwet(AgreementWeights = .identity)
    /// Chance as a uniform draw from the declared scale. Brennan and Prediger 1981,
    /// doi:10.1177/001316448104100307.
    case brennanPrediger(AgreementWeights = .identity)

    /// The name for people, with its weights or metric.
    public var name: String {
        func with(_ name: String, _ weights: AgreementWeights) -> String {
            weights == .identity ? name : "\(name), \(weights.rawValue) weights"
        }
        return switch self {
        case .percent(let weights): with("percent agreement", weights)
        case .cohen(let weights): with("Cohen kappa", weights)
        case .scott: "Scott pi"
        case .fleiss(let weights): with("Fleiss kappa", weights)
        case .conger(let weights): with("Conger kappa", weights)
        case .krippendorff(let metric): "Krippendorff alpha, \(metric.rawValue)"
        case .gwet(.identity): "Gwet AC1"
        case .gwet(let weights): with("Gwet AC2", weights)
        case .brennanPrediger(let weights): with("Brennan–Prediger", weights)
        }
    }

    /// Whether swapping two raters on one unit can change the value.
    var knowsRaters: Bool {
        switch self {
        case .cohen, .conger: true
        default: false
        }
    }
}
