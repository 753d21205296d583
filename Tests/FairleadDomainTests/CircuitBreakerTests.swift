import FairleadDomain
import FairleadTesting
import Testing

@Suite struct CircuitBreakerTests {
    enum Happening: Sendable {
        case asks(Int64, CircuitBreaker.Admission)
        case succeeds
        case fails(Int64)
    }

    static let lives: [(String, [Happening], CircuitBreaker.State)] = [
        ("passes at first", [.asks(0, .pass)], .closed(failures: 0)),
        ("counts failures in a row", [.fails(1), .fails(2)], .closed(failures: 2)),
        ("forgets them at a success", [.fails(1), .fails(2), .succeeds], .closed(failures: 0)),
        (
            "opens at the third", [.fails(1), .fails(2), .fails(3)],
            .open(untilMilliseconds: 103)
        ),
        (
            "refuses while open, and says how long",
            [.fails(1), .fails(2), .fails(3), .asks(53, .refuse(afterMilliseconds: 50))],
            .open(untilMilliseconds: 103)
        ),
        (
            "lets one try afterwards",
            [
                .fails(1), .fails(2), .fails(3), .asks(103, .pass),
                .asks(104, .refuse(afterMilliseconds: 99)),
            ], .halfOpen(triesAgainAtMilliseconds: 203)
        ),
        (
            "closes when that succeeds",
            [.fails(1), .fails(2), .fails(3), .asks(103, .pass), .succeeds, .asks(104, .pass)],
            .closed(failures: 0)
        ),
        (
            "opens again when that fails",
            [.fails(1), .fails(2), .fails(3), .asks(103, .pass), .fails(110)],
            .open(untilMilliseconds: 210)
        ),
        (
            "lets another try when the first is never heard of again",
            [.fails(1), .fails(2), .fails(3), .asks(103, .pass), .asks(203, .pass)],
            .halfOpen(triesAgainAtMilliseconds: 303)
        ),
        (
            "is not kept open by what was under way before",
            [.fails(1), .fails(2), .fails(3), .fails(50)], .open(untilMilliseconds: 103)
        ),
    ]

    @Test(arguments: lives)
    func `the breaker`(name: String, life: [Happening], end: CircuitBreaker.State) {
        var breaker = CircuitBreaker(limits: .init(failuresMax: 3, openMilliseconds: 100))
        for happening in life {
            switch happening {
            case .asks(let time, let expected):
                #expect(breaker.admit(at: time) == expected, "\(name)")
            case .succeeds: breaker.succeeded()
            case .fails(let time): breaker.failed(at: time)
            }
        }
        #expect(breaker.state == end, "\(name)")
    }
}
