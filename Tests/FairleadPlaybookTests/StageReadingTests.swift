import FairleadPlaybook
import FairleadTesting
import Testing

@Suite struct StageReadingTests {
    private func findings(_ text: String, _ replacement: String) -> [String] {
        Fixture.read(Fixture.changed(text, to: replacement)).findings
    }

    @Test(
        .requirement("S0.15"),
        arguments: [
            ("    inputs: [account, receivables]\n", "inputs"),
            ("    completesWhen: priority.score > 0\n", "completesWhen"),
            (
                "    otherwise: {exception: triageIncomplete, owner: head-of-cs, by: {elapsed: PT15M}}\n",
                "otherwise"
            ),
        ])
    func `a stage that lacks a part is refused, with its line`(line: String, key: String) {
        #expect(findings(line, "") == ["p.yaml:22:5: error: a stage lacks '\(key)'"])
    }

    @Test(.requirement("S0.15", part: "approval rules and dependencies"))
    func `an effect without a ruling, and a stage after one that is not there, are refused`() {
        #expect(
            findings("        governedBy: serviceGrace\n        recheck", "        recheck")
                .contains { $0.hasPrefix("p.yaml:38:9: error: an effect lacks its ruling") })
        #expect(
            findings("after: understand", "after: understanding")
                .contains { $0.contains("unknown stage 'understanding'") })
    }

    @Test func `a stage without inputs says so`() {
        let found = findings(
            "inputs: [account]\n    activities:\n      - id: grace",
            "inputs: []\n    activities:\n      - id: grace")
        #expect(found.allSatisfy { !$0.contains("a stage lacks 'inputs'") })
    }

    private func stage(_ lines: String) -> [String] {
        let stage = """
              - stage: more
            \(lines.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
                inputs: []
                activities: [{id: extra, task: Look, queue: retention}]
                completesWhen: extra.outcome = "done"
                otherwise: {exception: notDone, owner: head-of-cs, by: {elapsed: P1D}}
            reactions:
            """
        return findings("reactions:", String(stage.dropFirst(0)))
    }

    @Test func `what opens beside the plan says on what`() {
        #expect(stage("opensOn: ticket.created") == [])
        #expect(
            stage(
                "opensOn: {event: ticket.created, when: ticket.id = \"1\", repeat: {oneOpenPer: ticket.id}}"
            )
                == [])
        #expect(stage("opensOn: {asSoonAs: exposure > 5}") == [])
        #expect(stage("opensOn: rework\natMost: 2") == [])
        #expect(stage("opensOn: rework\natMost: 2\nthen: {redo: understand}") == [])
        #expect(
            stage("opensOn: rework").contains { $0.contains("a stage of rework lacks 'atMost'") })
        #expect(
            stage("opensOn: ticket.opened").contains { $0.contains("unknown event") })
        #expect(
            stage("opensOn: {asSoonAs: exposure > 5, repeat: {oneOpenPer: exposure}}")
                .contains { $0.contains("'repeat' does not go with 'asSoonAs'") })
        #expect(
            stage("opensOn: ticket.created\nafter: understand")
                .contains { $0.contains("comes after nothing") })
        #expect(
            stage("opensOn: rework\natMost: 2\nthen: {redo: nowhere}")
                .contains { $0.contains("unknown stage 'nowhere'") })
        #expect(stage("atMost: 2").contains { $0.contains("goes with 'opensOn: rework' only") })
    }

    @Test func `a stage's condition reads only what is there`() {
        #expect(stage("after: understand\nwhen: priority.score > 5") == [])
        #expect(
            stage("when: priority.score > 5")
                .contains { $0.contains("reads 'priority', which need not be done before it") })
    }

    @Test func `a way out leads somewhere`() {
        let refused = "ifRefused: {task: Agree the next step with the customer, queue: retention}"
        #expect(findings(refused, "ifRefused: {redo: understand, atMost: 2}") == [])
        #expect(
            findings(refused, "ifRefused: {exception: noGrace, owner: head-of-cs}") == [])
        #expect(
            findings(refused, "ifRefused: {rework: understand}")
                .contains { $0.contains("does not open on rework") })
        #expect(
            findings(refused, "ifRefused: {queue: retention}")
                .contains { $0.contains("leads nowhere") })
        #expect(
            findings(refused, "ifRefused: {exception: noGrace, owner: nobody}")
                .contains { $0.contains("unknown role 'nobody'") })
    }

    @Test func `a closing has its outcome and its condition`() {
        func closes(_ text: String) -> [String] {
            findings("reactions:", "closes:\n  - \(text)\nreactions:")
        }
        #expect(
            closes("{outcome: settled, when: completed(\"understand\") and exposure = 0}") == [])
        #expect(
            closes("{outcome: settled, when: completed(\"nothing\")}").contains {
                $0.contains("nothing")
            })
        #expect(closes("{outcome: settled}").contains { $0.contains("a closing lacks 'when'") })
    }
}
