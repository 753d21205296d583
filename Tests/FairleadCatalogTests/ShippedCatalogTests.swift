import DMN
import DMNFormats
import FairleadCanonical
import FairleadCatalog
import FairleadPlaybook
import FairleadTesting
import Foundation
import Testing

@Suite struct ShippedCatalogTests {
    private static let folder = packageRoot.appending(path: "Catalog").path(percentEncoded: false)

    @Test func `the shipped catalog compiles without a finding`() throws {
        do {
            let catalog = try Catalog.load(directory: Self.folder)
            #expect(catalog.warnings.map(\.text) == [])
            #expect(
                catalog.governance.playbooks.map(\.name) == [
                    "paymentFailedNearRenewal", "routineDunning", "chargeback",
                    "billingComplaint", "severityOneIncident", "onboarding",
                ])
        } catch {
            for finding in error.diagnostics { Issue.record("\(finding.text)") }
        }
    }

    @Test(.requirement("S1.11"))
    func `every rule of every shipped table is tried by a test that passes`() throws {
        let report = try Catalog.load(directory: Self.folder).test()
        #expect(report.findings.map(\.text) == [])
        #expect(report.tests == report.passed)
        #expect(report.lines.allSatisfy { $0.rules == $0.rulesReached })
    }

    @Test(.requirement("S2.9", part: "what governs has a version"))
    func `the same bytes compile to the same digest with no file system`() throws {
        let first = try Catalog.load(directory: Self.folder)
        let again = try Catalog.compile(files: first.files)
        #expect(again.digest == first.digest)
        var changed = first.files
        changed["roles.yaml"]?.append(UInt8(ascii: "\n"))
        #expect(try Catalog.compile(files: changed).digest != first.digest)
    }

    @Test(arguments: ModelText.Format.allCases)
    func `a decision model may stand in any format`(format: ModelText.Format) throws {
        let shipped = try Catalog.load(directory: Self.folder)
        var files = shipped.files
        let ending = [ModelText.Format.xml: "dmn", .yaml: "yaml", .markdown: "md"][format] ?? ""
        for (path, bytes) in shipped.files
        where path.hasPrefix("decisions/") && path.hasSuffix(".md") {
            files[path] = nil
            let xml = try ModelText(bytes: bytes, format: .markdown, file: path).text(.xml)
            let text = try ModelText(bytes: Array(xml.utf8), format: .xml).text(format)
            files[String(path.dropLast(2)) + ending] = Array(text.utf8)
        }
        let catalog = try Catalog.compile(files: files)
        #expect(catalog.warnings.map(\.text) == [])
        let report = catalog.test()
        #expect(report.findings.map(\.text) == [])
        #expect(report.lines == shipped.test().lines)
        let decisions = catalog.governance.decisions
        #expect(decisions.count == shipped.governance.decisions.count)
        for (name, decision) in shipped.governance.decisions {
            let other = try #require(decisions[name])
            #expect(other.digest == decision.digest)
            #expect(other.inputs == decision.inputs && other.type == decision.type)
            #expect(other.compiled.authority == decision.compiled.authority)
            #expect(other.isFunction == decision.isFunction)
        }
    }
}
