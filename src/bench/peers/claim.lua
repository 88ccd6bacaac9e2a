-- wrk's requests: claims of one type, each with a key of 36 characters of its own.
-- Run with ONE thread (-t1): the counter is the thread's. The argument, 24 characters, tells one run's keys from
-- another's.

local head = table.concat({
  "POST /v1/claims HTTP/1.1",
  "Host: 127.0.0.1",
  "Content-Type: application/json",
  "Content-Length: %d",
  "", "",
}, "\r\n")
local body = '{"type":"type-000000","discount":10,"days":7,"key":"%s-%%011d"}'

local template
local sent = 0

function init(args)
  local filled = body:format(args[1])
  template = head:format(#filled:format(0)) .. filled
end

function request()
  sent = sent + 1
  return template:format(sent)
end
