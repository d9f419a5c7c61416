"""Send requests no faster than a rate limit allows."""

from prefect import flow
from prefect.concurrency.sync import rate_limit

LIMIT = "my-rate"


@flow
def paced() -> None:
    for number in range(3):
        rate_limit(LIMIT, strict=True)
        print("request", number)


if __name__ == "__main__":
    paced()
