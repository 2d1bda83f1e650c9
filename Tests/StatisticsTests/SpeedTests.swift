import Statistics
import Testing

@Suite("Speed on large data", .serialized)
struct SpeedTests {
    @Test("A million votes among 200 models are rated with sandwich intervals within seconds")
    func ratings() throws {
        let strengths = (0..<200).map { 0.015 * (Double($0) - 99.5) }
        let clock = ContinuousClock()
        let votes = try RatingsTests.simulated(
            count: 1_000_000, strengths: strengths, left: 0, ties: 0.3, seed: 3, clusters: 5_000)
        let plain = try PairVotes(
            players: votes.players, first: votes.first, second: votes.second,
            outcomes: votes.outcomes)
        let clustered = try PairVotes(
            players: votes.players, first: votes.first, second: votes.second,
            outcomes: votes.outcomes, clusters: votes.clusters)
        for (name, data) in [
            ("independent", plain), ("clustered", clustered), ("with a covariate", votes),
        ] {
            let start = clock.now
            let fit = try BradleyTerry(data)
            let seconds = start.duration(to: clock.now) / .seconds(1)
            print("Bradley–Terry, 1,000,000 votes, 200 models, \(name): \(seconds) s")
            #expect(fit.strengths[199] - fit.strengths[0] > 2 && seconds < 60)
        }
    }

    @Test("A paired cluster bootstrap of 100,000 cases takes a few seconds")
    func bootstrap() throws {
        var generator = CounterGenerator(seed: 4)
        let differences = (0..<100_000).map { _ in generator.normal() }
        let clusters = Grouping((0..<100_000).map { $0 / 4 })
        let clock = ContinuousClock()
        let start = clock.now
        let estimate = try Bootstrap(meanOf: differences, clusters: clusters, seed: 1)
            .estimate(replicates: 2_000)
        let seconds = start.duration(to: clock.now) / .seconds(1)
        print("cluster bootstrap, 100,000 cases, 25,000 clusters, 2,000 resamples: \(seconds) s")
        let exact = try Estimate.mean(of: differences, clusters: clusters)
        #expect(close(estimate.standardError, exact.standardError ?? 0, 2e-4) && seconds < 30)
    }
}
