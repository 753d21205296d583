/// Every record type of an anchor, by its name on the ledger.
enum AnchorRecords {
    static let types: [String: any AnchorRecord.Type] = Dictionary(
        uniqueKeysWithValues: all.map { ($0.type, $0) })

    private static let all: [any AnchorRecord.Type] = [
        ActivityChanged.self, AnswerIgnored.self, ApprovalAsked.self, ApprovalDecided.self,
        ArgumentsTaken.self, CallReturned.self, CaseClosed.self, CaseMerged.self,
        CaseMigrated.self, CaseOpened.self, CaseReopened.self, CaseRestored.self, CaseSplit.self,
        CaughtUp.self, ClockChanged.self, ContinuityMarked.self,
        DecisionMade.self, DeliveryDone.self, DeliveryPlanned.self, EffectAttempted.self,
        EffectChanged.self, EffectConcluded.self, EffectDeferred.self, EffectPlanned.self,
        EventDelivered.self, EventJoined.self, EventParked.self, EventRaised.self,
        EventReceived.self, EventReleased.self, EventRemoved.self,
        EvidenceRecorded.self, ExceptionRaised.self, ExceptionSettled.self, FactRecorded.self,
        HoldChanged.self, IdentityChanged.self, ItemsCollected.self, ItemsTaken.self,
        LookupAsked.self, LookupChanged.self,
        PlaybookChosen.self, ReferencesLearned.self, SignalRaised.self, StageChanged.self,
        TaskAssigned.self, TaskChanged.self, TaskCreated.self,
    ]
}
