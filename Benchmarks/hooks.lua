-- Each line of the file named by BENCH_REQUESTS once, shared out among the threads.
local threads = {}
function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  requests, at, sent = {}, 0, 0
  local share, line_number = tonumber(os.getenv("BENCH_THREADS")), 0
  local first = tonumber(os.getenv("BENCH_FIRST") or "0")
  for line in io.lines(os.getenv("BENCH_REQUESTS")) do
    if line_number >= first and line_number % share == number then
      local signature, body = line:match("^(.-)\t(.*)$")
      requests[#requests + 1] = wrk.format("POST", "/v1/hooks/billing",
        { ["Content-Type"] = "application/json", ["Stripe-Signature"] = signature }, body)
    end
    line_number = line_number + 1
  end
end

function request()
  at = at + 1
  if at > #requests then
    wrk.thread:stop()
    return requests[#requests]
  end
  return requests[at]
end

function done(summary, latency)
  io.write(string.format(
    '{"requests":%d,"microseconds":%d,"status":%d,"socket":%d,"p50us":%d,"p99us":%d}\n',
    summary.requests, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
