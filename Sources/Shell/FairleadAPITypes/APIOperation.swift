/// Every call of the API. The router has one handler for each, the document one operation.
public enum APIOperation: String, Sendable, CaseIterable {
    case postEvents, postHook
    case listCases, getCase, getTimeline, splitCase, mergeCase
    case migrateCases, activateCatalog
    case listQueue
    case listTasks, claimTask, completeTask, releaseTask, assignTask, delegateTask, handOverTask
    case listApprovals, grantApproval, refuseApproval
    case listAvailability, setAvailability, endAvailability
    case getDecision
    case getObject
    case listExceptions, retryExceptions, retryException, resolveException
    case listContinuity, declareContinuity, liftContinuity
    case listEntries, getCheckpoint
    case stream
    case listTokens, createToken, revokeToken
    case unlinkIdentity
    case openAPI, metrics, health, readiness
}
