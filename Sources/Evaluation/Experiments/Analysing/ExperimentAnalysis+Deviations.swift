import LanguageModel
import Workspace

extension ExperimentAnalysis {
    /// Everything that was done otherwise than the lock says, listed without being asked.
    static func deviations(
        _ input: AnalysisInput, _ registration: Registration, _ locked: Registration?,
        _ observations: Observations
    ) -> [Deviation] {
        let run = input.evidence.run
        var list: [Deviation] = []
        if let lock = input.lock, let locked {
            if lock.created > run.created {
                list.append(
                    Deviation(
                        "lock",
                        "the lock was made at \(lock.created), after the run had begun at "
                            + "\(run.created): nothing here is confirmatory"))
            }
            list += registration.deviations(from: locked)
            if input.earlierLocks > 0 {
                list.append(
                    Deviation(
                        "lock",
                        "earlier locks of the experiment: \(input.earlierLocks)"))
            }
            for path in input.changedFiles {
                list.append(
                    Deviation("files", "\(path) has changed since the lock was made"))
            }
        } else {
            list.append(
                Deviation("lock", "there was no lock: all results are exploratory"))
        }
        list += sampleDeviations(input, locked ?? registration, observations)
        if input.runs > 1 {
            list.append(
                Deviation(
                    "runs", "\(input.runs) runs of these cases were made; this is one of them"))
        }
        return list
    }

    private static func sampleDeviations(
        _ input: AnalysisInput, _ plan: Registration, _ observations: Observations
    ) -> [Deviation] {
        let evidence = input.evidence
        let run = evidence.run
        var list: [Deviation] = []
        let part = run.manifest["experiment"]?["part"]?.string ?? "working"
        let size = plan.content["sample_size"]
        let key = part == "working" ? "cases" : "held_out_cases"
        if let cases = size?[key]?.int, cases != evidence.cases.count {
            list.append(
                Deviation(
                    "sample_size",
                    "\(evidence.cases.count) cases were asked instead of \(cases)"))
        }
        if let planned = run.planned, evidence.samples.count < planned {
            list.append(
                Deviation(
                    "sample_size",
                    "the run has \(evidence.samples.count) of \(planned) samples: it was not "
                        + "finished"))
        }
        let unscored = observations.unscored.reduce(0, +)
        if unscored > 0 {
            list.append(
                Deviation(
                    "scores",
                    "\(unscored) of \(unscored + observations.rows.count) samples could not be "
                        + "scored and are left out"))
        }
        if observations.overridden > 0 {
            list.append(
                Deviation(
                    "scores", "\(observations.overridden) scores were corrected by people"))
        }
        if let scoring = evidence.scoring, !scoring.isPrimary {
            list.append(
                Deviation(
                    "scores", "the scores are those of a later scoring, \(scoring.id)"))
        }
        return list
    }
}
