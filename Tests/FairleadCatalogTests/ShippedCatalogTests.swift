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
}
