-- Requests for wrk: claims of one type, each with a different key of 36 characters. Run with one thread (-t1), because
-- each thread would have its own counter. The argument, 24 characters, makes the keys of each run different.

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
