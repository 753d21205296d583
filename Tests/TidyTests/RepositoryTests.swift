import FairleadTesting
import Foundation
import Testing

@Suite struct `The repository` {
    @Test func `every dependency has a line in the page on dependencies, and no other has`() {
        let manifests = ["Package.swift", "Benchmarks/Package.swift"].compactMap(Tree.file)
        let packages = Set(manifests.flatMap { manifestPackages(in: $0.text) })
        let page = Tree.file("Documentation/dependencies.md")?.text ?? ""
        let listed = Set(page.matches(of: #/\n\| ([\w.-]+) \| \d/#).map { String($0.1) })
        #expect(!packages.isEmpty)
        #expect(packages.subtracting(listed).sorted() == [], "without a line")
        #expect(listed.subtracting(packages).sorted() == [], "listed, not in the manifest")
    }

    @Test func `every row of the requirements stands once`() {
        let page = Tree.file("Documentation/requirements.md")?.text ?? ""
        let rows = page.matches(of: #/\n\| (S\d\.\d+) \| /#).map { String($0.1) }
        #expect(rows.count == 225)
        #expect(Set(rows).count == rows.count)
    }

    @Test func `no file names a place on somebody's machine`() {
        let places = ["work", "src", "farm", "home"].map { "/" + $0 + "/" } + ["." + "library/"]
        for file in Tree.files {
            for place in places {
                for offset in occurrences(of: place, in: file.bytes) {
                    // Within an address or a longer path it is no place of this kind.
                    if offset > 0, isWord(file.bytes[offset - 1]) { continue }
                    let before = offset > 0 ? file.bytes[offset - 1] : UInt8(ascii: " ")
                    if ".)*}".utf8.contains(before) { continue }
                    Issue.record("\(file.path):\(file.line(at: offset)): \(place)")
                }
            }
        }
    }

    @Test func `every script can be run and stops at the first error`() {
        let scripts = Tree.files.filter {
            $0.path.hasPrefix("Scripts/") || $0.path.hasPrefix(".ci/")
                || $0.path.hasPrefix("Benchmarks/")
        }
        #expect(scripts.contains { $0.path == "Scripts/setup.sh" })
        for script in scripts where script.text.hasPrefix("#!") {
            let path = packageRoot.appending(path: script.path).path(percentEncoded: false)
            #expect(FileManager.default.isExecutableFile(atPath: path), "\(script.path)")
            guard script.lines.first?.hasSuffix("sh") == true else { continue }
            let stops = script.lines.contains { $0.hasPrefix("set -eu") }
            #expect(stops, "\(script.path) lacks set -eu")
        }
        for script in scripts where script.path.hasSuffix(".sh") {
            #expect(script.text.hasPrefix("#!"), "\(script.path) does not say what runs it")
        }
    }
}
