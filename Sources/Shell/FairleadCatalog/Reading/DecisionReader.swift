import DMN
import FairleadPlaybook

enum DecisionReader {
    static func decisions(
        _ bytes: [UInt8], file: String, types: ObjectTypes, _ diagnostics: inout Diagnostics
    ) -> [Decision] {
        []
    }
}
