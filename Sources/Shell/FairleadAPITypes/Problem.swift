public import FairleadCanonical
import FairleadDomain

/// A refusal or a trouble as problem details (RFC 9457); it quotes nothing that is classified.
public struct Problem: Error, Sendable, Hashable {
    public static let mediaType = "application/problem+json"
    /// What a type's URI begins with; the code follows.
    public static let typePrefix = "urn:fairlead:problem:"

    /// The HTTP status.
    public let status: Int
    /// Stable, such as `approval-initiator`.
    public let code: String
    /// One sentence for people.
    public let detail: String
    /// Further members, such as `place`, `index` or `masked`.
    public var members: JSONObject
    /// Seconds after which it is worth another attempt.
    public var retryAfterSeconds: Int?

    public init(
        _ status: Int, _ code: String, _ detail: String, _ members: JSONObject = [:],
        retryAfterSeconds: Int? = nil
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.members = members
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// The document; `requestID` names the request in our logs.
    public func json(requestID: String?) -> JSON {
        var object: JSONObject = [
            "type": .string(Self.typePrefix + code),
            "title": .string(Self.title(of: status)),
            "status": .integer(Int64(status)),
            "detail": .string(detail),
        ]
        if let requestID { object["requestId"] = .string(requestID) }
        for (name, value) in members where object[name] == nil { object[name] = value }
        return .object(object)
    }

    /// Reads a problem that a server sent; nil if it is none.
    public init?(_ json: JSON) {
        guard let type = json["type"]?.stringValue, let status = json["status"]?.integerValue,
            type.hasPrefix(Self.typePrefix)
        else { return nil }
        var members = json.objectValue ?? [:]
        for name in ["type", "title", "status", "detail"] { members[name] = nil }
        self.init(
            Int(status), String(type.dropFirst(Self.typePrefix.count)),
            json["detail"]?.stringValue ?? "", members)
    }

    private static func title(of status: Int) -> String {
        switch status {
        case 400: "The request is malformed"
        case 401: "Who you are is not known"
        case 403: "This is not permitted"
        case 404: "There is no such thing"
        case 405: "This method is not for here"
        case 409: "The state does not allow it"
        case 413: "The request is too large"
        case 415: "The content type is not understood"
        case 422: "The key was used for something else"
        case 429: "Too much at once"
        case 503: "Not available at the moment"
        default: "Something went wrong"
        }
    }
}

extension Problem: CustomStringConvertible {
    public var description: String { "\(status) \(code): \(detail)" }
}
