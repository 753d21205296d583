import FairleadDomain
import Testing

@Suite struct `Rates` {
    @Test func `a bucket gives its burst, then its rate, and never more`() {
        var bucket = TokenBucket(
            RateLimit(requests: 3, periodMilliseconds: 1_000, burst: 5), at: 0)
        var taken: [Int64] = []
        for time in Int64(0)..<10_000 {
            while bucket.hasToken(at: time) {
                bucket.take(1)
                taken.append(time)
            }
        }
        #expect(taken.prefix(5) == [0, 0, 0, 0, 0])
        #expect(taken.count == 5 + 29)
        #expect(taken[5] == 334)
    }

    @Test func `what is owed is waited for`() {
        var bucket = TokenBucket(
            RateLimit(requests: 1, periodMilliseconds: 1_000, burst: 1), at: 0)
        let times: [Int64] = [0, 2_999, 3_000]
        var has: [Bool] = []
        for time in times {
            has.append(bucket.hasToken(at: time))
            if time == 0 { bucket.take(3) }
        }
        #expect(has == [true, false, true])
    }
}
