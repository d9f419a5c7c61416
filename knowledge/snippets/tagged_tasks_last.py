"""Submit tasks without a limit first, so that they do not stand behind tasks that wait for their tag."""

from prefect import flow, task

TAG = "my-tag"


@task(tags=[TAG])
def write(number: int) -> int:
    return number


@task
def report() -> str:
    return "done"


@flow
def mixed() -> str:
    done = report.submit()
    written = write.map(range(4))
    written.wait()
    return done.result()


if __name__ == "__main__":
    mixed()
