public import FairleadCanonical
import FairleadDomain

/// A bearer token was issued; the ledger knows its secret by a digest only.
public struct TokenIssued: RegistryRecord {
    public static let type = "token-issued"

    public let id: String
    public let token: NewToken

    public init(id: String, token: NewToken) {
        self.id = id
        self.token = token
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "id": .string(id),
            "kind": .string(token.kind.rawValue),
            "roles": JSON(token.roles),
            "scopes": token.scopes.isEmpty ? nil : JSON(token.scopes),
            "sources": token.sources.isEmpty ? nil : JSON(token.sources),
            "expires": .time(token.expires),
            "digest": JSON(token.digest),
        ])
    }

    public var classified: [Classified] {
        [Classified(.personal, ["principal": .string(token.principal)])]
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = try reader.text("id")
        token = NewToken(
            principal: reader.payload["principal"]?.stringValue ?? "",
            kind: try reader.choice("kind"), roles: try reader.texts("roles"),
            scopes: try reader.texts("scopes"), sources: try reader.texts("sources"),
            expires: reader.optionalInstant("expires"), digest: try reader.digest("digest"))
    }

    /// A principal is known by its name: tokens of one person are one principal.
    public func apply(to state: inout RegistryState, at mark: Mark) {
        let known = state.tokens.values.filter { $0.principal.name == token.principal }
            .map(\.principal.id).min()
        state.tokens[id] = TokenState(
            id: id,
            principal: Principal(
                id: known ?? "p" + id.dropFirst(), name: token.principal, kind: token.kind,
                roles: token.roles),
            digest: token.digest, scopes: token.scopes, sources: token.sources,
            issued: mark.time, expires: token.expires)
        state.tokenIDs[token.digest] = id
    }
}
