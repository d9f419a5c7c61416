"""Give the task runner so many threads that tasks which wait for their tag do not keep them all."""

from prefect import flow, task
from prefect.task_runners import ThreadPoolTaskRunner

TAG = "my-tag"
MAX_WORKERS = 20


@task(tags=[TAG])
def write(number: int) -> int:
    return number


@task
def report() -> str:
    return "done"


@flow(task_runner=ThreadPoolTaskRunner(max_workers=MAX_WORKERS))
def mixed() -> str:
    written = write.map(range(4))
    done = report.submit().result()
    written.wait()
    return done


if __name__ == "__main__":
    mixed()
