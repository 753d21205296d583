import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadRuntime

/// One request as its handler sees it: who asks, for what, with which body.
struct APICall: Sendable {
    let operation: APIOperation
    let viewer: Viewer
    /// The path without its query.
    let path: String
    /// Path parameters, percent-decoded.
    let parameters: [String: String]
    /// Query parameters that the route declares, percent-decoded.
    let query: [String: String]
    let headers: [(name: String, value: String)]
    let body: [UInt8]
    let requestID: String
    let now: Instant

    /// A path parameter of the route.
    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }

    /// How many items a page has, and where it begins.
    func paging() throws(Problem) -> (limit: Int, cursor: String?) {
        var limit = APILimits.pageItemsStandard
        if let text = query["limit"] {
            guard let number = Int(text), (1...APILimits.pageItemsMax).contains(number) else {
                throw .malformed(
                    "limit", "a page has 1 to \(APILimits.pageItemsMax) items", place: "limit")
            }
            limit = number
        }
        return (limit, query["cursor"])
    }

    /// The members of the body, which the route's schema declares; no other is taken.
    func members() throws(Problem) -> JSONObject {
        guard case .json(let name) = operation.route.body,
            case .object(let properties)? = APISchemas.schema(name)
        else { return [:] }
        let limits = JSONLimits(documentBytesMax: APILimits.bodyBytesMax, depthMax: 8)
        let document: JSON
        do throws(JSONError) {
            document = try body.isEmpty ? .object([:]) : JSON.parse(body, limits: limits)
        } catch {
            throw .malformed(
                error.code.rawValue, error.message, place: "\(error.line):\(error.column)")
        }
        guard let object = document.objectValue else {
            throw .malformed("body", "the body is an object", place: "1:1")
        }
        for key in object.keys where !properties.contains(where: { $0.name == key }) {
            throw .malformed("member-unknown", "there is no such member here", place: key)
        }
        for property in properties where property.isRequired && object[property.name] == nil {
            throw .malformed("member-missing", "this member is required", place: property.name)
        }
        return object
    }

    /// A text member within a size, in bytes of UTF-8.
    static func text(
        _ name: String, in members: JSONObject, bytesMax: Int = APILimits.reasonBytesMax
    ) throws(Problem) -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.stringValue, text.utf8.count <= bytesMax else {
            throw .malformed(
                "member", "this is text of at most \(bytesMax) bytes", place: name)
        }
        return text
    }

    static func texts(_ name: String, in members: JSONObject) throws(Problem) -> [String] {
        guard let value = members[name] else { return [] }
        guard let items = value.arrayValue, items.count <= 64 else {
            throw .malformed("member", "this is a list of at most 64 texts", place: name)
        }
        var texts: [String] = []
        for item in items {
            guard let text = item.stringValue, !text.isEmpty, text.utf8.count <= 512 else {
                throw .malformed("member", "this is a list of texts", place: name)
            }
            texts.append(text)
        }
        return texts
    }

    /// The reason that every decision of a person needs.
    func reason(_ members: JSONObject) throws(Problem) -> String {
        try Self.text("reason", in: members) ?? ""
    }
}
