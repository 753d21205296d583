import Foundation

/// What Package.swift says about a target of ours: its own words, read without building anything.
struct ManifestTarget {
    let name: String

    /// The modules it declares that it may import.
    let imports: Set<String>
}

/// Reads the targets of a manifest that is written in the house's way: `core("Name", [...])`,
/// `shell`, `support`, `tests`, or `.target(name: "Name", dependencies: [...])`.
func manifestTargets(in manifest: String) -> [ManifestTarget] {
    let products = Dictionary(
        manifest.matches(of: #/let (\w+): Target\.Dependency = \.product\(\s*name: "(\w+)"/#).map {
            (String($0.1), String($0.2))
        }, uniquingKeysWith: { first, _ in first })
    guard let start = manifest.range(of: "    targets: [") else { return [] }
    let declared = manifest[start.upperBound...]
    let short = declared.matches(
        of: #/\b(core|shell|support|tests)\(\s*"(\w+)"(?:,\s*\[([^\]]*)\])?/#
    ).map { (String($0.1), String($0.2), String($0.3 ?? "")) }
    let long = declared.matches(
        of: #/\.(?:executableTarget|target)\(\s*name: "(\w+)",\s*dependencies: \[([^\]]*)\]/#
    ).map { ("target", String($0.1), String($0.2)) }
    return (short + long).map { kind, name, list in
        var imports = Set(list.matches(of: #/"(\w+)"/#).map { String($0.1) })
        // `package: "hummingbird"` inside an inline product is no module.
        for inline in list.matches(of: #/package: "([\w.-]+)"/#) {
            imports.remove(String(inline.1))
        }
        let words = list.replacing(#/"[^"]*"/#, with: "").matches(of: #/\w+/#)
        for word in words { if let module = products[String(word.0)] { imports.insert(module) } }
        if kind == "tests" { imports.insert("FairleadTesting") }
        return ManifestTarget(name: name, imports: imports)
    }
}

/// The packages that a manifest depends on, by the last part of their address.
func manifestPackages(in manifest: String) -> [String] {
    manifest.matches(of: #/\.package\(\s*url: "[^"]*/([^"/]+)"/#).map {
        String($0.1).replacing(#/\.git$/#, with: "")
    }
}

/// The modules that a Swift file imports, with their lines.
func imports(of file: TreeFile) -> [(module: String, line: Int)] {
    occurrences(of: "import", in: file.code).compactMap { offset in
        let rest = file.code[(offset + 6)...].prefix { $0 != UInt8(ascii: "\n") }
        var words = String(decoding: rest, as: UTF8.self).split(separator: " ")
        let kinds: [Substring] = [
            "struct", "class", "enum", "func", "protocol", "typealias", "let", "var", "actor",
        ]
        if let first = words.first, kinds.contains(first) { words.removeFirst() }
        guard let module = words.first?.split(separator: ".").first else { return nil }
        return (String(module), file.line(at: offset))
    }
}
