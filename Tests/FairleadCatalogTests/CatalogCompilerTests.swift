import FairleadCatalog
import FairleadPlaybook
import FairleadTesting
import Foundation
import Testing

/// Mistakes in the shipped catalog's files, one at a time.
@Suite struct CatalogCompilerTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let file: String
        let text: String
        let replacement: String
        let finding: String
        init(_ file: String, _ text: String, _ replacement: String, _ finding: String) {
            self.file = file
            self.text = text
            self.replacement = replacement
            self.finding = finding
        }
        var testDescription: String { finding }
    }

    static let mistakes = [
        Mistake(
            "catalog.yaml", "  - chargeback", "  - chargebak",
            "catalog.yaml:7:5: error: there is no playbook 'chargebak'"),
        Mistake(
            "catalog.yaml", "  - chargeback\n", "",
            "the playbook 'chargeback' has no place in catalog.yaml's order"),
        Mistake(
            "catalog.yaml", "system: crm", "system: crn",
            "error: unknown connector 'crn' (did you mean crm?)"),
        Mistake(
            "catalog.yaml", "operation: crm.findAccounts", "operation: crm.account",
            "error: 'crm.account' does not take 'system'"),
        Mistake("catalog.yaml", "owner: support-lead", "owner: lead", "unknown role 'lead'"),
        Mistake(
            "roles.yaml", "    sees: [internal]", "    sees: [internal]\n    see: []",
            "error: unknown key 'see' in a role"),
        Mistake(
            "queues.yaml", "retention: {owner: head-of-cs", "retention: {owner: cs",
            "queues.yaml:3:22: error: unknown role 'cs'"),
        Mistake(
            "events.yaml", "objects: [payment]", "objects: [paiment]",
            "error: unknown object 'paiment' (did you mean payment?)"),
        Mistake(
            "events.yaml", "  ticket.created:", "  ticket.opened:",
            "error: unknown event 'ticket.created'"),
        Mistake(
            "objects/account.yaml", "arr: {type: money", "arr: {type: mony",
            "error: 'mony' is no type (did you mean money?)"),
        Mistake(
            "objects/account.yaml", "name: {type: string, labels: []}",
            "name: {type: string}", "error: a field lacks 'labels'"),
        Mistake(
            "objects/account.yaml", "name: {type: string, labels: []}", "",
            "'account' has no field 'name'"),
        Mistake(
            "connectors/psa/connector.yaml", "labels: [commercial, personal]",
            "labels: [commercial]",
            "what is told of 'milestone' is personal, and the connector's labels do not say so"),
        Mistake(
            "models.yaml", "operation: model.churnRisk", "operation: crm.account",
            "error: 'crm.account' is no operation that estimates"),
        Mistake(
            "models.yaml", "range: [0, 1]", "range: [1, 0]",
            "error: 'range' and 'intervalWidthMax' must be numbers"),
        Mistake(
            "templates/messages.yaml", "via: helpDesk.reply", "via: helpDesk.replay",
            "error: 'helpDesk.replay' is no effect"),
        Mistake(
            "templates/messages.yaml", "{account.name}", "{account.arr}",
            "may not show 'account.arr': it carries commercial"),
        Mistake(
            "decisions/serviceGrace.md", "| <= 5000          | -           | -            | -",
            "| <= 4000          | -           | -            | -",
            "error: no rule of serviceGrace matches when"),
        Mistake(
            "decisions/serviceGrace.md", "\"finance-controller\", \"ar-manager\"",
            "\"controller\", \"ar-manager\"", "decisions/serviceGrace.md:"),
        Mistake(
            "decisions/nonpaymentCause.md", "\"stolenCard\", \"authenticationRequired\", \"other\"",
            "\"authenticationRequired\", \"other\"", "decisions/nonpaymentCause.md:"),
        Mistake(
            "playbooks/chargeback.yaml", "owner: finance-controller, by: {elapsed: P60D}}",
            "owner: finance-controller}", "error: a stage's 'otherwise' lacks 'by'"),
    ]

    private static func shipped() throws -> [String: [UInt8]] {
        try Catalog.files(
            in: packageRoot.appending(path: "Catalog").path(percentEncoded: false))
    }

    private func findings(_ files: [String: [UInt8]]) -> [String] {
        do {
            _ = try Catalog.compile(files: files)
            return []
        } catch {
            return error.diagnostics.map(\.text)
        }
    }

    @Test(arguments: mistakes)
    func `a mistake in any file is named at its place`(mistake: Mistake) throws {
        var files = try Self.shipped()
        let text = String(decoding: try #require(files[mistake.file]), as: UTF8.self)
        #expect(text.contains(mistake.text))
        files[mistake.file] = Array(
            text.replacing(mistake.text, with: mistake.replacement, maxReplacements: 1).utf8)
        let found = findings(files)
        #expect(found.contains { $0.contains(mistake.finding) }, "\(found)")
    }

    @Test func `a file without a place in the catalog is refused`() throws {
        var files = try Self.shipped()
        files["playbooks/old/payment.yaml"] = []
        #expect(
            findings(files) == [
                "playbooks/old/payment.yaml:1:1: error: this file has no place in a catalog"
            ])
    }

    @Test(arguments: ["catalog.yaml", "roles.yaml", "events.yaml", "queues.yaml"])
    func `a file that must be there is missed`(path: String) throws {
        var files = try Self.shipped()
        files[path] = nil
        #expect(findings(files).contains("\(path):1:1: error: the catalog lacks this file"))
    }

    @Test func `the same name twice is refused`() throws {
        var files = try Self.shipped()
        files["playbooks/copy.yaml"] = files["playbooks/chargeback.yaml"]
        #expect(findings(files).contains { $0.contains("'chargeback' is declared twice") })
    }

    @Test func `a test that fails and a rule that none tries are findings`() throws {
        var files = try Self.shipped()
        let path = "decisions/renewalWindow.tests.yaml"
        let text = String(decoding: try #require(files[path]), as: UTF8.self)
        files[path] = Array(text.replacing("then: 120", with: "then: 121").utf8)
        let report = try Catalog.compile(files: files).test()
        #expect(!report.isGood)
        #expect(report.findings.count == 2)
        #expect(report.findings.contains { $0.text.contains("120, not 121") })
        #expect(
            report.findings.contains {
                $0.message == "no test of 'renewalWindow' is decided by rule 4"
                    && $0.hint == "2.1.4"
            })
        let line = try #require(report.lines.first { $0.decision == "renewalWindow" })
        #expect(line.unreached == [4] && line.rulesReached == 3 && line.rules == 4)
    }

    @Test func `a decision model without tests is a finding`() throws {
        var files = try Self.shipped()
        files["decisions/renewalWindow.tests.yaml"] = nil
        let report = try Catalog.compile(files: files).test()
        #expect(
            report.findings.map(\.text) == [
                "decisions/renewalWindow.md:1:1: error: the tests beside this file are missing: "
                    + "decisions/renewalWindow.tests.yaml"
            ])
    }

    @Test func `a folder that is not there is an error, not an empty catalog`() {
        #expect(throws: CatalogError.self) { try Catalog.load(directory: "/nowhere") }
    }
}
