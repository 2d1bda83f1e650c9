import LanguageModel
import RealModule

/// Arithmetic with Python's meaning: `/` gives a fraction, `//` and `%` round toward minus
/// infinity.
enum TemplateArithmetic {
    /// The result; nil for a division by zero or a result that no number holds.
    static func apply(
        _ sign: TemplateOperator, _ a: JSONValue, _ b: JSONValue, _ x: Double, _ y: Double
    ) -> JSONValue? {
        if case .integer(let i) = a, case .integer(let j) = b, let whole = whole(sign, i, j) {
            return whole
        }
        let result: Double
        switch sign {
        case .add: result = x + y
        case .subtract: result = x - y
        case .multiply: result = x * y
        case .divide:
            guard y != 0 else { return nil }
            result = x / y
        case .floorDivide:
            guard y != 0 else { return nil }
            result = (x / y).rounded(.down)
        case .modulo:
            guard y != 0 else { return nil }
            let rest = x.truncatingRemainder(dividingBy: y)
            result = rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest
        case .power: result = Double.pow(x, y)
        case .concatenate: return nil
        }
        return result.isFinite ? .number(result) : nil
    }

    /// Whole numbers where they stay whole and fit.
    private static func whole(_ sign: TemplateOperator, _ i: Int, _ j: Int) -> JSONValue? {
        let result: (partialValue: Int, overflow: Bool)
        switch sign {
        case .add: result = i.addingReportingOverflow(j)
        case .subtract: result = i.subtractingReportingOverflow(j)
        case .multiply: result = i.multipliedReportingOverflow(by: j)
        case .floorDivide:
            guard j != 0 else { return nil }
            let (quotient, overflow) = i.dividedReportingOverflow(by: j)
            let isBelow = !overflow && i % j != 0 && (i < 0) != (j < 0)
            result = (isBelow ? quotient - 1 : quotient, overflow)
        case .modulo:
            guard j != 0, j != -1 else { return j == 0 ? nil : 0 }
            let rest = i % j
            result = (rest != 0 && (rest < 0) != (j < 0) ? rest + j : rest, false)
        case .power:
            guard j >= 0 else { return nil }
            var power = (partialValue: 1, overflow: false)
            for _ in 0..<min(j, 64) {
                power = power.partialValue.multipliedReportingOverflow(by: i)
                if power.overflow { return nil }
            }
            if j > 64, !(-1...1).contains(i) { return nil }
            if i == -1, j > 64 { power.partialValue = j % 2 == 0 ? 1 : -1 }
            result = power
        case .divide, .concatenate: return nil
        }
        return result.overflow ? nil : .integer(result.partialValue)
    }
}
