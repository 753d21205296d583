public import FairleadCanonical
public import FairleadDomain

/// A question to an outside system or a model was decided on; it leaves after the commit.
public struct LookupAsked: AnchorRecord {
    public static let type = "lookup-asked"

    public let matter: String?
    public let id: String
    public let name: String
    public let operation: String
    public let purpose: Lookup.Purpose
    public let deadline: Instant
    public let arguments: JSONObject
    public let labels: Labels
    public let isOfCase: Bool

    public init(
        matter: String?, id: String, name: String, operation: String,
        purpose: Lookup.Purpose, deadline: Instant, arguments: JSONObject, labels: Labels,
        isOfCase: Bool = false
    ) {
        self.isOfCase = isOfCase
        self.matter = matter
        self.id = id
        self.name = name
        self.operation = operation
        self.purpose = purpose
        self.deadline = deadline
        self.arguments = arguments
        self.labels = labels
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        var fields: JSONObject = [
            "lookup": .string(id), "name": .string(name), "operation": .string(operation),
            "deadline": JSON(deadline),
        ]
        if isOfCase { fields["ofCase"] = true }
        switch purpose {
        case .input: break
        case .estimate(let activity): fields["activity"] = .string(activity)
        case .activity(let activity):
            fields["activity"] = .string(activity)
            fields["isLookup"] = true
        case .recheck(let effect): fields["effect"] = .string(effect)
        }
        return fields
    }

    public var classified: [Classified] { [Classified(labels, .object(arguments))] }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID
        id = try reader.text("lookup")
        name = try reader.text("name")
        operation = try reader.text("operation")
        deadline = try reader.instant("deadline")
        if let activity = reader.optionalText("activity") {
            purpose =
                reader.flag("isLookup") ? .activity(activity) : .estimate(activity: activity)
        } else if let effect = reader.optionalText("effect") {
            purpose = .recheck(effect: effect)
        } else {
            purpose = .input
        }
        arguments = reader.payload.objectValue ?? JSONObject()
        labels = reader.payloadLabels
        isOfCase = reader.flag("ofCase")
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        let lookup = LookupState(
            Lookup(
                id: id, name: name, operation: operation, arguments: arguments, labels: labels,
                purpose: purpose, isOfCase: isOfCase, asked: mark.time, deadline: deadline,
                status: .ready,
                attempts: 0, retryAt: nil, missed: false))
        guard let matter else {
            state.lookups.append(lookup)
            return
        }
        state.change(matter) { matter in
            matter.lookups.append(lookup)
            guard let activity = purpose.activity else { return }
            matter.activities[activity] = ActivityState(
                status: .running, restarts: matter.restarts[activity] ?? 0)
        }
    }
}

extension Lookup.Purpose {
    /// The activity whose value the answer is.
    var activity: String? {
        switch self {
        case .estimate(let activity), .activity(let activity): activity
        case .input, .recheck: nil
        }
    }
}
