import FairleadCanonical

extension ERPState {
    mutating func happens(_ step: ScenarioStep, to account: EstateAccount) -> Bool {
        switch step {
        case .reportFailureToERP:
            return change(account.receivable, ["paymentStatus": "failed"]) != nil
        case .openDispute(let reason):
            guard let dispute = setDispute(account.receivable, reason) else { return false }
            tell("dispute.opened", dispute)
            return true
        case .promisePayment(let days):
            let promise = addPromise(
                customer: account.erpCustomer, receivable: account.receivable, state: "open",
                madeAt: now, money: .money(account.seed.invoiceCents, account.seed.currency))
            guard let id = promise.text("id") else { return false }
            let dated = promise.with(["dueOn": .date(now + Int64(days) * dayMilliseconds)])
            promises[id] = dated
            tell("promise.changed", dated)
            return true
        case .settlePromise(let state):
            let made = promises.all(["customer": account.erpCustomer]).last
            guard let promise = made, let id = promise.text("id"),
                promise.text("status") == "open"
            else { return false }
            let settled = promise.with(["status": .string(state), "updatedAt": .time(now)])
            promises[id] = settled
            tell("promise.changed", settled, previous: ["status": "open"])
            return true
        case .issueCreditMemo:
            let pending = creditMemos.first([
                "customer": account.erpCustomer, "status": "pending",
            ])
            guard let memo = pending, let id = memo.text("id") else { return false }
            return (try? issueCreditMemo(id, memo, asEcho: false)) != nil
        default:
            return false
        }
    }

    /// Cash for a receivable arrives and is applied. False where it is paid already.
    mutating func applyPayment(_ number: String, method: String) -> Bool {
        guard let receivable = receivables[number], receivable.text("status") != "paid" else {
            return false
        }
        let amount = receivable["amountOpen"] ?? .null
        tell(
            "payment.applied",
            [
                "id": .string(self.number("Z")), "customer": receivable["customer"] ?? .null,
                "receivable": .string(number),
                "billingInvoice": receivable["billingInvoice"] ?? .null, "amount": amount,
                "method": .string(method), "appliedAt": .time(now),
            ])
        let zero = JSON.money(0, amount.text("currency") ?? "USD")
        return change(
            number,
            ["status": "paid", "amountOpen": zero, "paymentStatus": "paid", "paidOn": .date(now)])
            != nil
    }

    /// Money that was applied is taken back: the receivable is open again, as old as it was.
    mutating func reopen(_ number: String) -> Bool {
        guard let receivable = receivables[number], receivable.text("status") == "paid" else {
            return false
        }
        return change(
            number,
            [
                "status": "open", "amountOpen": receivable["amount"] ?? .null,
                "paymentStatus": "returned", "paidOn": .null,
            ]) != nil
    }

    /// Finance applies the customer's unapplied wire to a receivable. False where there is none.
    mutating func applyCash(of customer: String, to number: String) -> Bool {
        guard
            let cash = unapplied.first(["customer": customer, "status": "unapplied"]),
            let id = cash.text("id")
        else { return false }
        unapplied[id] = cash.with(["status": "applied", "updatedAt": .time(now)])
        return applyPayment(number, method: "wire")
    }
}
