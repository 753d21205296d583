import FairleadTesting
import Testing

@testable import FairleadRuntime

@Suite struct `Time to settle` {
    @Test func `what was heard of is waited for from then, all else from the beginning`() {
        var settling = Settling()
        settling.begin(at: 1_000)
        settling.hear(of: "a", at: 5_000)
        #expect(settling.wait(for: "a", settlesWithin: 300, at: 5_100) == 200)
        #expect(settling.wait(for: "b", settlesWithin: 4_300, at: 5_100) == 200)
        #expect(settling.wait(for: "a", settlesWithin: 300, at: 5_300) == nil)
        settling.forget("a")
        #expect(settling.wait(for: "a", settlesWithin: 300, at: 5_100) == nil)
    }

    @Test func `of more attempts than it keeps it waits too long rather than too short`() {
        var settling = Settling()
        settling.begin(at: 0)
        for number in 0..<Settling.heardMax { settling.hear(of: "e\(number)", at: 1_000) }
        #expect(settling.wait(for: "other", settlesWithin: 500, at: 1_100) == nil)
        settling.hear(of: "one more", at: 2_000)
        #expect(settling.wait(for: "e0", settlesWithin: 500, at: 2_100) == 400)
        #expect(settling.wait(for: "other", settlesWithin: 500, at: 2_100) == 400)
        #expect(settling.wait(for: "one more", settlesWithin: 500, at: 2_100) == 400)
    }
}
