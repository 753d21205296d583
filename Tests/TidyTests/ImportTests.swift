import FairleadTesting
import Testing

@Suite struct `Imports` {
    private static let targets = manifestTargets(in: Tree.file("Package.swift")?.text ?? "")

    @Test func `the manifest is read whole`() {
        let manifest = Tree.file("Package.swift")?.text ?? ""
        let named = manifest.matches(
            of: #/(?:core|shell|support|tests)\(\s*"\w+"|name: "\w+",\s*dep/#)
        #expect(Self.targets.count == named.count)
        #expect(
            Self.targets.contains { $0.name == "fairlead" && $0.imports.contains("Hummingbird") })
        #expect(Self.targets.contains { $0.name == "FEEL" && $0.imports == ["CPCRE2"] })
        #expect(
            Self.targets.contains { $0.name == "TidyTests" && $0.imports == ["FairleadTesting"] })
    }

    @Test func `every target declares only what the table allows`() {
        let table = ImportTable.core.merging(ImportTable.shell) { first, _ in first }
            .merging(ImportTable.support) { first, _ in first }
        for target in Self.targets where !target.name.hasSuffix("Tests") {
            guard !ImportTable.unbounded.contains(target.name) else { continue }
            guard let allowed = table[target.name] else {
                Issue.record("\(target.name) has no line in the table of imports")
                continue
            }
            for module in target.imports.subtracting(allowed).sorted() {
                Issue.record("\(target.name) may not depend on \(module)")
            }
        }
    }

    @Test func `every file imports only what its target declares`() {
        for file in Tree.swift {
            guard let target = Self.target(of: file.path) else { continue }
            var allowed = target.imports
            for module in target.imports { allowed.formUnion(ImportTable.comesWith[module] ?? []) }
            for rule in ImportTable.system where file.path.hasPrefix(rule.folder + "/") {
                allowed.formUnion(rule.modules)
            }
            for (module, line) in imports(of: file) where !allowed.contains(module) {
                Issue.record("\(file.path):\(line): \(target.name) does not declare \(module)")
            }
        }
    }

    @Test func `an import is read in every form`() {
        let source = """
            public import A
            @testable import B
            import struct C.D
            @preconcurrency import E.F
            // import G
            let text = "import H"
            """
        let file = TreeFile(path: "x.swift", bytes: Array(source.utf8))
        #expect(imports(of: file).map(\.module) == ["A", "B", "C", "E"])
        #expect(imports(of: file).map(\.line) == [1, 2, 3, 4])
    }

    /// `Sources/Core/FEEL/x.swift` belongs to FEEL, `Tests/FEELTests/x.swift` to FEELTests.
    private static func target(of path: String) -> ManifestTarget? {
        let parts = path.split(separator: "/").map(String.init)
        let place = parts.first == "Sources" ? 2 : parts.first == "Tests" ? 1 : nil
        guard let place, parts.count > place + 1 else { return nil }
        return targets.first { $0.name == parts[place] }
    }
}
