public import FairleadCanonical
public import FairleadDomain

/// A called playbook was given its arguments.
public struct ArgumentsTaken: AnchorRecord {
    public static let type = "arguments-taken"

    public let matter: String
    public let arguments: JSONObject
    public let labels: Labels

    public init(matter: String, arguments: JSONObject, labels: Labels) {
        self.matter = matter
        self.arguments = arguments
        self.labels = labels
    }

    public var caseID: String? { matter }
    public var fields: JSONObject { [:] }
    public var classified: [Classified] { [Classified(labels, .object(arguments))] }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        arguments = reader.payload.objectValue ?? [:]
        labels = reader.payloadLabels
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            for (name, value) in arguments {
                matter.arguments[name] = CaseValue(
                    value: value, schema: nil, labels: labels, place: mark.place, time: mark.time)
            }
            matter.values.merge(matter.arguments) { _, new in new }
        }
    }
}
