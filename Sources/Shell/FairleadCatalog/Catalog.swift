import DMN
public import FEEL
import FairleadCalendar
public import FairleadCanonical
public import FairleadConnector
import FairleadDomain
public import FairleadPlaybook

/// All that governs, compiled from its files: what the engine reads, and how outside systems are
/// spoken to. It is made from bytes alone, so that the store can keep them and compile them again.
public struct Catalog: Sendable {
    /// The files' bytes by their paths below the catalog's folder, such as
    /// `playbooks/routineDunning.yaml`.
    public let files: [String: [UInt8]]
    public let governance: Governance
    public let connectors: [ConnectorDefinition]
    /// The decision models by their files, sorted.
    let models: [(path: String, graph: DecisionGraph)]
    /// The calendars by their names, sorted.
    let calendars: [(calendar: BusinessCalendar, position: SourcePosition)]
    /// Findings that did not prevent compilation.
    public let warnings: [FairleadPlaybook.Diagnostic]

    /// The content address of files: SHA-256 over paths and bytes, sorted by path.
    public static func digest(of files: [String: [UInt8]]) -> Digest {
        var parts: [[UInt8]] = []
        for path in files.keys.sorted() {
            parts.append(Array(path.utf8))
            parts.append(files[path] ?? [])
        }
        return Digest.sha256(domain: .catalog, parts: parts)
    }

    public var digest: Digest { governance.digest }

    /// Policies that are not in force on a day, and calendars that soon have no answer.
    public func outOfForce(on day: CalendarDate) -> [FairleadPlaybook.Diagnostic] {
        models.flatMap { model in
            model.graph.outOfForce(on: day).map { FairleadPlaybook.Diagnostic($0, in: model.path) }
        }
            + calendars.compactMap { calendar, position in
                guard let last = calendar.years?.upperBound, last <= day.year else { return nil }
                return FairleadPlaybook.Diagnostic(
                    .warning, at: position,
                    "the holidays of '\(calendar.name)' are told until the end of \(last) only")
            }
    }

    /// Calendars whose zone the time-zone data do not know.
    public func unknownZones(_ zones: some ZoneData) -> [FairleadPlaybook.Diagnostic] {
        calendars.compactMap { calendar, position in
            if zones.offsetSeconds(zone: calendar.zone, secondsSinceEpoch: 0) != nil { return nil }
            return FairleadPlaybook.Diagnostic(
                .warning, at: position, "no time zone '\(calendar.zone)' is known on this machine")
        }
    }

    /// Compiles files; throws everything that is wrong with them. Deterministic.
    public static func compile(files: [String: [UInt8]]) throws(CatalogError) -> Catalog {
        var compiler = CatalogCompiler(files: files)
        let compiled = compiler.compile()
        guard let compiled else { throw CatalogError(diagnostics: compiler.diagnostics.sorted) }
        return Catalog(
            files: files, governance: compiled.governance, connectors: compiled.connectors,
            models: compiled.models, calendars: compiled.calendars,
            warnings: compiler.diagnostics.sorted)
    }
}

/// A catalog that cannot be compiled: at least one finding is an error.
public struct CatalogError: Error, Sendable, CustomStringConvertible {
    public let diagnostics: [FairleadPlaybook.Diagnostic]

    public init(diagnostics: [FairleadPlaybook.Diagnostic]) { self.diagnostics = diagnostics }

    public var description: String { diagnostics.map(\.text).joined(separator: "\n") }
}

extension DigestDomain {
    static let catalog = DigestDomain("fairlead.catalog.1")
}
