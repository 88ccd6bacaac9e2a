"""Claims a promo code for a contact and prints the message to send. Needs Python 3.8 or later and nothing else.

Usage: python3 claim.py CONTACT. It is safe to run again for the same contact: the same key gets the same code.
"""
import http.client
import json
import os
import sys
import time
import urllib.error
import urllib.request

URL = os.environ.get("PROMOPOOL_URL", "http://127.0.0.1:8080") + "/v1/claims"
HEADERS = {"Content-Type": "application/json", "Authorization": "Bearer " + os.environ.get("PROMOPOOL_API_KEY", "")}


def get_promo_code(key):
    """Returns the code of this key, or None if no code is available.

    Raises ValueError for a mistake that no retry fixes, and ConnectionError if the service did not answer in time; then
    it is safe to call this again later, with the same key.
    """
    claim = {"type": "birthday", "discount": 10, "days": 7, "key": key}
    request = urllib.request.Request(URL, json.dumps(claim).encode(), HEADERS)
    # Six attempts, and the seconds to wait after each, at least; after the last one there is nothing to wait for.
    for wait in 1, 2, 4, 8, 16, None:
        asked = ""
        try:
            # 10 s is longer than the service takes (claims.timeout, 5 s).
            with urllib.request.urlopen(request, timeout=10) as response:
                return json.load(response)["promocode"]
        except urllib.error.HTTPError as problem:
            if problem.code == 409:
                return None
            if problem.code not in (408, 429) and problem.code < 500:
                raise ValueError(problem.read().decode()) from problem
            asked = problem.headers.get("Retry-After", "")
        except (OSError, http.client.HTTPException):
            pass  # no response, or a part of one: the code might have been claimed, which the next attempt finds out
        if wait is not None:
            time.sleep(min(max(wait, int(asked) if asked.isdecimal() else 0), 60))
    raise ConnectionError("Promopool can't be reached or can't serve now; try again later with the same key: " + key)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python3 claim.py CONTACT")
    contact = sys.argv[1]
    try:
        # The key identifies the message (this contact, this campaign), not the attempt: every retry sends the same key.
        code = get_promo_code(contact + ":birthday-2027")
    except (ValueError, ConnectionError) as failure:
        sys.exit(str(failure))
    print(f"{contact}: 10% off, for you alone: {code}" if code else f"{contact}: Happy birthday!")
