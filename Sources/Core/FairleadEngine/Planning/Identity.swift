import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// Whom an event is about, where the crosswalk does not know: its systems are asked by the
// references that the event carries; a mail domain alone is a hint for a person, never a match.
extension Stepper {
    mutating func beginIdentitySearch(_ place: EntryPlace) {
        guard let event = state.event(place), concernsSomebody(event.type) else { return }
        emit(IdentityChanged(event: place, change: .searching))
        guard let identity = context.governance.identity, !event.parties.isEmpty else {
            return askPerson(place)
        }
        for party in event.parties {
            emit(
                LookupAsked(
                    matter: nil, id: mint(.lookup), name: party.text,
                    operation: identity.operation, purpose: .input, deadline: time,
                    arguments: [
                        "system": .string(party.system), "kind": .string(party.kind),
                        "id": .string(party.id),
                    ], labels: .internalUse))
        }
    }

    /// Whether any playbook asks for events of this type.
    private func concernsSomebody(_ type: String) -> Bool {
        context.governance.playbooks.contains { playbook in
            playbook.opens(on: type) || playbook.waits(for: type)
                || playbook.joins.contains { $0.event == type }
                || playbook.reactions.contains { $0.event == type }
        }
    }

    mutating func takeIdentity(_ answer: Answer, for lookup: LookupState) {
        guard lookup.isOpen, let search = state.identity, search.status == .searching else {
            return emit(AnswerIgnored(matter: nil, work: lookup.id, code: "over"))
        }
        let operation = context.governance.operations[lookup.operation]
        switch answer {
        case .done(_, let records, _):
            emit(LookupChanged(matter: nil, id: lookup.id, change: .answered))
            if records.count == 1, let found = claim(records[0], for: search) {
                return find(found.account, found.claim, IdentityBasis.externalID, search)
            }
        case .retry(let code, let after):
            putOff(lookup, code, askAgainAt(lookup, after, answer.errorKind, operation))
        case .unknown(let code):
            putOff(lookup, code, askAgainAt(lookup, nil, answer.errorKind, operation))
        case .failed(let code, _): putOff(lookup, code, nil)
        }
        if !state.lookups.contains(where: \.isOpen) { askPerson(search.event) }
    }

    private mutating func putOff(_ lookup: LookupState, _ code: String, _ until: Instant?) {
        let change: LookupChanged.Change =
            until.map { .deferred(until: $0, code: code) } ?? .failed(code: code)
        emit(LookupChanged(matter: nil, id: lookup.id, change: change))
    }

    /// The account that a master record stands for, and what the registry should learn.
    private func claim(
        _ record: String, for search: IdentitySearch
    ) -> (account: String, claim: IdentityClaim)? {
        guard let identity = context.governance.identity, let event = state.event(search.event)
        else { return nil }
        let reference = ExternalReference(
            system: identity.system, kind: identity.kind, id: record)
        return (
            AccountID.of(reference, tenant: context.tenant),
            IdentityClaim(account: reference, parent: nil, same: event.parties)
        )
    }

    private mutating func find(
        _ account: String, _ claim: IdentityClaim, _ basis: String, _ search: IdentitySearch
    ) {
        endLookups()
        emit(
            IdentityChanged(
                event: search.event,
                change: .found(account: account, claim: claim, basis: basis)))
    }

    /// Of a search that is over nothing is asked any more.
    private mutating func endLookups() {
        for lookup in state.lookups where lookup.isOpen {
            emit(LookupChanged(matter: nil, id: lookup.id, change: .withdrawn))
        }
    }

    private mutating func askPerson(_ place: EntryPlace) {
        endLookups()
        emit(IdentityChanged(event: place, change: .waitingForPerson))
        let domains = state.event(place)?.mailDomains ?? []
        let hint = domains.isEmpty ? "" : "; mail domains seen: \(domains.joined(separator: ", "))"
        raise(
            IdentityCode.unknown, owner: context.governance.identity?.owner ?? "operations",
            about: "event \(place.number) of shard \(place.shard)", in: nil,
            "nobody could be found for this event by an external id" + hint)
    }

    mutating func choose(_ choice: AccountChoice?) {
        guard let choice, let search = state.identity, let event = state.event(search.event)
        else { return }
        let claim = IdentityClaim(
            account: choice.claim.account, parent: choice.claim.parent, same: event.parties)
        find(choice.account, claim, IdentityBasis.person, search)
    }

    /// A person had undone the link that was found again: only a person may say whose it is.
    mutating func refuseDelivery(of event: EntryPlace, to account: String) {
        guard state.deliveries.contains(where: { $0.event == event && $0.account == account })
        else { return }
        emit(DeliveryDone(event: event, account: account))
        askPerson(event)
    }

    mutating func searchAgain() {
        guard let search = state.identity, search.status == .waitingForPerson else { return }
        beginIdentitySearch(search.event)
    }
}

/// On what a link of the crosswalk stands.
public enum IdentityBasis {
    public static let externalID = "external-id"
    public static let person = "person"
}

/// Our own id of an account: derived from its record in the master system, so that every shard
/// names it alike without asking.
public enum AccountID {
    public static func of(_ reference: ExternalReference, tenant: String) -> String {
        let digest = Digest.sha256(
            domain: .account, Array(tenant.utf8), Array(reference.text.utf8))
        return "account-" + digest.hexPrefix(16)
    }
}

extension DigestDomain {
    static let account = DigestDomain("fairlead.account.1")
}
