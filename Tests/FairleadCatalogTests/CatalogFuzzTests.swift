import DMNFormats
import FEEL
import FairleadCatalog
import FairleadPlaybook
import FairleadTesting
import Foundation
import Testing

/// Files of a catalog as they are when they go wrong: never a crash, always a finding with its place.
@Suite(.timeLimit(.minutes(60))) struct CatalogFuzzTests {
    private static let files: Result<[String: [UInt8]], CatalogError> = Result {
        () throws(CatalogError) in
        try Catalog.load(
            directory: packageRoot.appending(path: "Catalog").path(percentEncoded: false)
        ).files
    }

    /// Some lines of a file: short, so that many can be tried.
    private static func lines(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let first = Int.random(in: 0..<lines.count, using: &generator)
        return Array(lines[first...].prefix(16).joined(separator: [0x0A]))
    }

    @Test func `every damaged YAML file is read, or refused with its place`() throws {
        var generator = SeededGenerator(seed: 41)
        let files = try Self.files.get().filter { $0.key.hasSuffix(".yaml") }
            .sorted { $0.key < $1.key }
        for number in 0..<TestScale.fuzzCases(otherwise: 2_000) {
            let (name, whole) = files[number % files.count]
            let bytes = MutatedBytes.of(Self.lines(whole, &generator), &generator)
            var diagnostics = Diagnostics()
            let documents = YAMLReader.documents(bytes, file: name, &diagnostics)
            #expect(!diagnostics.hasErrors || documents.isEmpty)
            for finding in diagnostics.all {
                #expect(finding.position.file == name && finding.position.line > 0)
                #expect(finding.position.column > 0 && !finding.message.isEmpty)
            }
        }
    }

    @Test func `every damaged decision file is read, or refused with its place`() throws {
        var generator = SeededGenerator(seed: 42)
        let files = try Self.files.get().filter { $0.key.hasSuffix(".md") }
            .sorted { $0.key < $1.key }
        for number in 0..<TestScale.fuzzCases(otherwise: 2_000) {
            let (name, whole) = files[number % files.count]
            let part = number % 8 == 0 ? Array(whole.prefix(2_500)) : Self.lines(whole, &generator)
            do {
                _ = try MarkdownDecisions.read(
                    bytes: MutatedBytes.of(part, &generator), file: name)
            } catch {
                #expect(!error.diagnostics.isEmpty)
                for finding in error.diagnostics {
                    #expect(finding.place.line > 0 && finding.place.column > 0)
                    #expect(!finding.message.isEmpty)
                }
            }
        }
    }

    /// Compiling takes long: one case in a thousand.
    @Test func `a catalog with one damaged file compiles, or says where it does not`() throws {
        var generator = SeededGenerator(seed: 43)
        let shipped = try Self.files.get()
        let names = shipped.keys.sorted()
        for number in 0..<(TestScale.fuzzCases(otherwise: 20_000) / 1_000) {
            let name = names[number % names.count]
            var files = shipped
            files[name] = MutatedBytes.of(shipped[name] ?? [], &generator)
            do {
                _ = try Catalog.compile(files: files)
            } catch {
                #expect(!error.diagnostics.isEmpty, "\(name)")
                for finding in error.diagnostics {
                    #expect(finding.position.line > 0 && !finding.message.isEmpty, "\(name)")
                }
            }
        }
    }
}
