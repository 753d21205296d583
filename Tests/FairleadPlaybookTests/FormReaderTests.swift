import FEEL
import FairleadDomain
import FairleadPlaybook
import FairleadTesting
import Testing

@Suite struct `Reading forms and choices` {
    private static let call = "task: Call the customer's administrator"

    private static func found(_ more: String) -> [String] {
        Fixture.read(Fixture.changed(call, to: call + "\n        " + more)).findings
    }

    @Test func `a form gives its task fields that expressions read`() throws {
        let text = Fixture.changed(
            Self.call,
            to: Self.call + """

                        form: {reached: boolean, when: date, mood: [good, bad], note: string}
                        skills: [calls]
                        visibleTo: [head-of-cs]
                """
        ).replacing(
            "completesWhen: occurred(\"payment.recovered\")",
            with: "completesWhen: call.reached and call.mood = \"good\"")
        let (playbook, findings) = Fixture.read(text)
        #expect(findings == [])
        let activity = playbook?.stages.flatMap(\.activities).first { $0.id == "call" }
        guard case .task(let work)? = activity?.kind else {
            Issue.record("call is no task")
            return
        }
        #expect(work.form.map(\.name) == ["reached", "when", "mood", "note"])
        #expect(work.form.map(\.labels.names) == [[], [], [], ["personal"]])
        #expect(work.skills == ["calls"])
        #expect(work.audience == Labels(["only:head-of-cs"]))
        #expect(playbook?.audiences == [["head-of-cs"]])
    }

    @Test(arguments: [
        ("form: [a]", "p.yaml:54:15: error: 'form' must be a mapping, not a list"),
        ("form: {a: numbre}", "p.yaml:54:19: error: 'numbre' is no type (did you mean number?)"),
        ("form: {outcome: string}", "p.yaml:54:16: error: 'outcome' cannot be the name"),
        ("form: {a: []}", "p.yaml:54:19: error: 'a' has no values"),
        ("form: {a: {optional: true}}", "p.yaml:54:19: error: a field of a form has 'type' or"),
        ("visibleTo: [emperor]", "p.yaml:54:21: error: unknown role 'emperor'"),
        ("options: [a, b]", "p.yaml:54:9: error: unknown key 'options' in an activity of kind"),
    ])
    func `what is wrong with a form is named with its place`(more: String, finding: String) {
        let found = Self.found(more)
        #expect(found.contains { $0.hasPrefix(finding) }, "\(found)")
    }

    @Test(arguments: [
        ("", "error: a choice lacks 'options'"),
        ("options: [a]", "error: 'options' are 2 to 40 different texts"),
        ("options: [a, a]", "error: 'options' are 2 to 40 different texts"),
        (
            "options: [a, b]\n        reasonWhen: choise != \"a\"",
            "error: nothing here is named choise"
        ),
    ])
    func `what is wrong with a choice is named`(more: String, finding: String) {
        let found = Fixture.read(
            Fixture.changed(Self.call, to: "choose: Which way\n        " + more)
        ).findings
        #expect(found.contains { $0.contains(finding) }, "\(found)")
    }

    @Test func `a form with more fields than it may have is refused`() {
        let fields = (0...FormField.countMax).map { "f\($0): number" }.joined(separator: ", ")
        #expect(Self.found("form: {\(fields)}").contains { $0.contains("at most 40 fields") })
    }
}
