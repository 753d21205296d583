import DMNFormats
import FEEL
import FairleadTesting
import Foundation
import Testing

@Suite struct ConformanceTests {
    @Test(.sharedMaterial("tck"))
    func `every case of the DMN TCK at hand passes, its error flag too`() throws {
        let run = try ConformanceRun(
            folder: SharedMaterial.url("tck"),
            environment: Environment(
                now: DateTime("2026-11-21T09:30:00@Europe/Berlin"), zones: FoundationZones()),
            asksForErrors: true)
        #expect(run.suites.count >= 75)
        #expect(run.cases >= 1_312)
        #expect(run.suites.flatMap(\.failures).map(\.message) == [])
        #expect(run.passed == run.cases)
    }

    @Test func `a case passes by value, and by its error where errors are asked for`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "conformance-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let model = ModelFixture.xml(
            ModelFixture.decision("third", ModelFixture.literal("1 / 3"))
                + ModelFixture.decision("none", ModelFixture.literal("null"))
                + ModelFixture.decision("moment", ModelFixture.literal("@\"12:00:00Z\"")))
        let cases = """
            <testCases xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
            <modelName>m.dmn</modelName>
            <testCase id="1"><resultNode name="third"><expected>
            <value xsi:type="xsd:decimal">0.3333333333</value></expected></resultNode></testCase>
            <testCase id="2"><resultNode name="third"><expected>
            <value xsi:type="xsd:decimal">0.333</value></expected></resultNode></testCase>
            <testCase id="3"><resultNode name="none" errorResult="true"><expected>
            <value xsi:nil="true"/></expected></resultNode></testCase>
            <testCase id="4"><resultNode name="moment"><expected>
            <value xsi:type="xsd:time">12:00:00+00:00</value></expected></resultNode></testCase>
            </testCases>
            """
        try Data(model.utf8).write(to: folder.appending(path: "m.dmn"))
        try Data(cases.utf8).write(to: folder.appending(path: "m-test.xml"))
        let run = try ConformanceRun(folder: folder, environment: Environment())
        #expect(run.suites.map(\.cases) == [4])
        #expect(run.suites[0].failures.map(\.id) == ["2"])
        let asking = try ConformanceRun(
            folder: folder, environment: Environment(), asksForErrors: true)
        #expect(asking.suites[0].failures.map(\.id) == ["2", "3"])
        try Data("<testCases><testCase".utf8).write(to: folder.appending(path: "broken.xml"))
        let broken = try ConformanceRun(folder: folder, environment: Environment())
        #expect(broken.cases == 5 && broken.passed == 3)
    }
}

/// The system's time zones.
struct FoundationZones: ZoneData {
    func offsetSeconds(zone: String, secondsSinceEpoch: Int) -> Int? {
        TimeZone(identifier: zone)?.secondsFromGMT(
            for: Date(timeIntervalSince1970: Double(secondsSinceEpoch)))
    }
}
