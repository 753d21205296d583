import FairleadCanonical
import FairleadDomain
public import FairleadEngine

extension Views {
    /// A token without its secret; whose it is names a person.
    public func token(_ token: TokenState) -> LabelledJSON {
        let principal = token.principal
        let labels = principal.kind == .person ? Labels(["personal"]) : .none
        return .object(
            LabelledJSON.members([
                "id": .text(token.id),
                "principal": .value(.string(principal.name), labels),
                "principalId": .text(principal.id),
                "kind": .text(principal.kind.rawValue),
                "roles": .texts(principal.roles),
                "scopes": .texts(token.scopes),
                "sources": .texts(token.sources),
                "issued": .time(token.issued),
                "expires": token.expires.map { .time($0) } ?? .open(.null),
                "revoked": token.revoked.map { .time($0) } ?? .open(.null),
            ]))
    }
}
