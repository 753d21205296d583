public import FairleadCanonical
import FairleadDomain

/// Inputs that came late were taken into account: what was decided without them is begun anew.
public struct CaughtUp: AnchorRecord {
    public static let type = "caught-up"

    public let matter: String
    public let inputs: [String]

    public init(matter: String, inputs: [String]) {
        self.matter = matter
        self.inputs = inputs
    }

    public var caseID: String? { matter }

    public var fields: JSONObject { ["inputs": JSON(inputs)] }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        inputs = try reader.texts("inputs")
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            matter.late.removeAll(where: inputs.contains)
        }
    }
}
