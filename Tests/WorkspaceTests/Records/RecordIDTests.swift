import LanguageModel
import Statistics
import Synchronization
import Testing
import Workspace

@Suite("Record ids")
struct RecordIDTests {
    @Test("An id reads back from its text, for every kind and for extreme bits")
    func roundTrip() {
        var random = CounterGenerator(seed: 1)
        for kind in RecordKind.allCases {
            for round in 0..<200 {
                let bits: (UInt64, UInt64) =
                    switch round {
                    case 0: (0, 0)
                    case 1: (.max, .max)
                    default: (random.next(), random.next())
                    }
                let id = RecordID(kind: kind, high: bits.0, low: bits.1)
                #expect(id.description.utf8.count == 30)
                #expect(RecordID(id.description) == id)
            }
        }
    }

    @Test("An id's text is the ULID in lower case behind its prefix")
    func knownULID() {
        // The example of the ULID specification: 01ARZ3NDEKTSV4RRFFQ69G5FAV.
        let id = RecordID("run_01arz3ndektsv4rrffq69g5fav")
        #expect(id?.milliseconds == 1_469_922_850_259)
        #expect(id?.description == "run_01arz3ndektsv4rrffq69g5fav")
    }

    @Test(
        "A text that is no id is refused",
        arguments: [
            "", "run_", "01arz3ndektsv4rrffq69g5fav", "xyz_01arz3ndektsv4rrffq69g5fav",
            "run_01ARZ3NDEKTSV4RRFFQ69G5FAV", "run_01arz3ndektsv4rrffq69g5fa",
            "run_01arz3ndektsv4rrffq69g5fail", "run_81arz3ndektsv4rrffq69g5fav",
            "run-01arz3ndektsv4rrffq69g5fav", "run_01arz3ndektsv4rrffq69g5faé",
        ])
    func refused(text: String) {
        #expect(RecordID(text) == nil)
    }

    @Test("Ids rise as values and as texts, also within a millisecond and when the clock goes back")
    func monotonic() {
        // A clock that stands, jumps and falls back.
        let clock = SteppingClock(CounterGenerator(seed: 3))
        let ids = RecordIDGenerator(clock: { clock.next() })
        var last = ids.next(.sample)
        for _ in 0..<20_000 {
            let next = ids.next(.sample)
            #expect(last < next)
            #expect(
                last.description.utf8.lexicographicallyPrecedes(next.description.utf8))
            last = next
        }
    }

    @Test("Counting up carries from the low word into the high one")
    func carry() {
        let ids = RecordIDGenerator(
            clock: { Timestamp(milliseconds: 5) }, random: { (0xFFFF, .max - 1) })
        let made = (0..<3).map { _ in ids.next(.run) }
        #expect(made[0].low == UInt64.max - 1)
        #expect(made[1].low == UInt64.max)
        #expect(made[2].low == 0 && made[2].high == made[1].high + 1)
        #expect(made == made.sorted())
    }

    @Test("Many tasks at once never get the same id")
    func concurrent() async {
        let ids = RecordIDGenerator()
        let made = await withTaskGroup(of: [RecordID].self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<2000).map { _ in ids.next(.sample) } }
            }
            var all: Set<RecordID> = []
            for await some in group {
                #expect(some == some.sorted())
                all.formUnion(some)
            }
            return all
        }
        #expect(made.count == 16_000)
    }
}

/// A clock that moves by -3 to 4 milliseconds at each look.
private final class SteppingClock: Sendable {
    private let state: Mutex<(generator: CounterGenerator, now: Int64)>

    init(_ generator: CounterGenerator) { state = Mutex((generator, 1_700_000_000_000)) }

    func next() -> Timestamp {
        state.withLock { state in
            state.now += Int64(state.generator.index(below: 8)) - 3
            return Timestamp(milliseconds: state.now)
        }
    }
}
