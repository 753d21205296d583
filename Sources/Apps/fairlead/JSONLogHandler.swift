import FairleadCanonical
import FairleadDomain
import FairleadRuntime
import Foundation
import Logging

/// Writes each message as one line of JSON on standard error.
///
/// Classified values never reach a log: only the keys named here are written as they are; what
/// else somebody puts into the metadata is masked, and so are texts of errors, which may quote
/// what they failed on.
struct JSONLogHandler: LogHandler {
    /// Keys whose values are names, ids and figures of ours.
    static let openKeys: Set<String> = [
        "case", "code", "connector", "entry", "error", "operation", "port", "reference",
        "request", "service", "shard", "signal", "status", "store", "trace",
    ]

    let label: String
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        FileHandle.standardError.write(Data(line(event) + [UInt8(ascii: "\n")]))
    }

    func line(_ event: LogEvent) -> [UInt8] {
        let all =
            metadata
            .merging(metadataProvider?.get() ?? [:]) { _, new in new }
            .merging(event.metadata ?? [:]) { _, new in new }
        var members: [LabelledJSON.Member] = [
            LabelledJSON.Member(
                "time", .value(.string(SystemTime().now().rfc3339), .none)),
            LabelledJSON.Member("level", .value(.string(event.level.rawValue), .none)),
            LabelledJSON.Member("source", .value(.string(label), .none)),
            LabelledJSON.Member("message", .value(.string("\(event.message)"), .none)),
        ]
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            let labels: Labels = Self.openKeys.contains(key) ? .none : Labels(["unclassified"])
            members.append(LabelledJSON.Member(key, .value(.string("\(value)"), labels)))
        }
        var json = LabelledJSON.object(members).answer(to: .none).objectValue ?? [:]
        if json["masked"] == [] { json["masked"] = nil }
        return JSON.object(json).bytes
    }
}
