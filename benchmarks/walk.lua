-- wrk's part: sends the requests of a file one after another (callbacks.request_file), each once.
-- Arguments after --: the file, the first byte, 1 if it starts again at the end (only where nothing is stored).
-- Prints one line of JSON. wrk calls request() once before it starts, to see what it is; that request is not sent.

local threads = {}

function setup(thread)
    table.insert(threads, thread)
end

function init(args)
    file = assert(io.open(args[1], "rb"))
    position = tonumber(args[2])
    file:seek("set", position)
    around = args[3] == "1"
    exhausted = 0
end

function request()
    local length = file:read(4)
    if length == nil then
        if not around then
            exhausted = 1
        end
        position = 0
        file:seek("set", 0)
        length = file:read(4)
    end
    position = position + 4 + tonumber(length)
    return file:read(tonumber(length))
end

-- Called by wrk when the thread's work is over, in the main state: what the thread knows is asked for by name.
function done(summary, latency, requests)
    local thread = threads[1]
    local errors = summary.errors
    io.write(string.format(
        '{"replies": %d, "refused": %d, "failed": %d, "seconds": %.6f, "p50": %.3f, "p99": %.3f, "exhausted": %d, "position": %d}\n',
        summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
        summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, thread:get("exhausted"),
        thread:get("position")))
end
