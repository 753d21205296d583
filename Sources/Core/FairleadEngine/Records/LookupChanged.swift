public import FairleadCanonical
import FairleadDomain

/// A question was put off, given up, missed its time, or is not wanted any more.
public struct LookupChanged: AnchorRecord {
    public static let type = "lookup-changed"

    public enum Change: Sendable, Hashable {
        /// It is asked again at that time.
        case deferred(until: Instant, code: String)
        /// Ready to be asked again.
        case due
        case failed(code: String)
        /// The matter goes on without it; the answer is still welcome.
        case missed
        case withdrawn
        /// The answer came, and was recorded in another record of the same step.
        case answered
    }

    public let matter: String?
    public let id: String
    public let change: Change

    public init(matter: String?, id: String, change: Change) {
        self.matter = matter
        self.id = id
        self.change = change
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        var fields: JSONObject = ["lookup": .string(id)]
        switch change {
        case .deferred(let until, let code):
            fields["change"] = "deferred"
            fields["until"] = JSON(until)
            fields["code"] = .string(code)
        case .due: fields["change"] = "due"
        case .failed(let code):
            fields["change"] = "failed"
            fields["code"] = .string(code)
        case .missed: fields["change"] = "missed"
        case .withdrawn: fields["change"] = "withdrawn"
        case .answered: fields["change"] = "answered"
        }
        return fields
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID
        id = try reader.text("lookup")
        switch try reader.text("change") {
        case "deferred":
            change = .deferred(
                until: try reader.instant("until"), code: try reader.text("code"))
        case "due": change = .due
        case "failed": change = .failed(code: try reader.text("code"))
        case "missed": change = .missed
        case "withdrawn": change = .withdrawn
        case "answered": change = .answered
        default: throw reader.wrong("change", "one of the known words")
        }
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        guard let matter else {
            state.changeLookup(id, turn)
            return
        }
        state.change(matter) { matter in
            matter.changeLookup(id, turn)
            guard case .missed = change,
                let lookup = matter.lookups.first(where: { $0.id == id }),
                lookup.purpose == .input, !matter.degraded.contains(lookup.name)
            else { return }
            matter.degraded = (matter.degraded + [lookup.name]).sorted()
        }
    }

    private func turn(_ lookup: inout Lookup) {
        switch change {
        case .deferred(let until, _):
            lookup.status = .waiting
            lookup.attempts += 1
            lookup.retryAt = until
        case .due:
            lookup.status = .ready
            lookup.retryAt = nil
        case .failed(let code):
            lookup.status = .failed
            lookup.failure = code
        case .answered: lookup.status = .answered
        case .missed: lookup.missed = true
        case .withdrawn: lookup.status = .withdrawn
        }
    }
}
