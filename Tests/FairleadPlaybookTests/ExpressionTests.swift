import FEEL
import FairleadPlaybook
import FairleadTesting
import Testing

@Suite struct ExpressionTests {
    private let when: Expression

    init() throws {
        let playbook = try #require(Fixture.read(Fixture.source).playbook)
        when = try #require(playbook.opens[0].when)
    }

    private let environment = Environment { (function, arguments) throws(Fault) -> Value in
        function == "renewalWindow" ? 90 : .null
    }

    @Test func `an expression knows what it reads and calls`() {
        #expect(when.reads == [["account", "tier"]])
        #expect(when.names == ["account"])
        #expect(when.calls.map(\.function) == ["renewalWindow"])
        #expect(when.position == SourcePosition(file: "p.yaml", line: 7, column: 11))
    }

    @Test func `an expression asks for the names that it reads, and no other`() throws {
        var asked: [String] = []
        let value = try when.evaluate(environment) { name in
            asked.append(name)
            return ["tier": "growth"]
        }.get()
        #expect(value == true)
        #expect(asked == ["account"])
    }

    @Test func `a name that is not set is an error, not a null that decides`() {
        let result = when.evaluate(environment) { _ in nil }
        guard case .failure(let error) = result else {
            Issue.record("something was decided")
            return
        }
        #expect(error.code == .missing)
    }
}
