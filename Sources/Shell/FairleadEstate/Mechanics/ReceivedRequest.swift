import Crypto
import FairleadCanonical

/// One request as it came in.
struct ReceivedRequest: Sendable {
    let method: String
    /// The path as sent, without the query.
    let path: String
    let query: String
    let authorization: String?
    let idempotencyKey: String?
    let contentType: String
    let body: [UInt8]

    var isForm: Bool {
        contentType.lowercased().hasPrefix("application/x-www-form-urlencoded")
    }

    /// What makes two requests the same: method, path and body.
    var digest: String {
        var hash = SHA256()
        hash.update(data: Array("\(method) \(path)\n".utf8))
        hash.update(data: body)
        return WebhookSignature.hex(hash.finalize())
    }

    /// What the effect is counted by: the caller's reference, else its key, else its digest.
    func reference(in body: JSON) -> String {
        if let reference = body.text("reference") ?? body.text("clientReference") {
            return reference
        }
        if isForm {
            let fields = FormFields.parse(Substring(String(decoding: self.body, as: UTF8.self)))
            let names = fields.keys.filter { $0.hasSuffix("reference]") }.sorted()
            if let name = names.first, let reference = fields[name], !reference.isEmpty {
                return reference
            }
        }
        return idempotencyKey ?? "sha256:\(digest)"
    }
}

/// What goes back: bytes, or nothing at all over a closed connection.
enum SentAnswer: Sendable {
    case bytes(status: Int, [UInt8])
    case closed
}

extension Call {
    /// Reads query and body; refuses what is no JSON object, with the place of the fault.
    init(parameters: [String: String], _ request: ReceivedRequest) throws(Refusal) {
        self.init(parameters: parameters, fields: FormFields.parse(Substring(request.query)))
        guard !request.body.isEmpty else { return }
        if request.isForm {
            fields.merge(
                FormFields.parse(Substring(String(decoding: request.body, as: UTF8.self)))
            ) { _, body in body }
            return
        }
        do {
            body = try JSON.parse(request.body)
        } catch {
            throw Refusal(400, "bad_json", error.description)
        }
        guard body.objectValue != nil else {
            throw Refusal(400, "bad_json", "The body is to be a JSON object.")
        }
    }
}
