# One image, one command; settings by environment (see the README's table).
FROM python:3.11-slim
WORKDIR /app
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY bot bot
COPY knowledge knowledge
RUN pip install --no-cache-dir --constraint constraints.txt . \
    && useradd --create-home bot && mkdir /data && chown bot /data
USER bot
ENV BOT_HOST=0.0.0.0 BOT_DATABASE_URL=sqlite:////data/bot.sqlite3
EXPOSE 3000
VOLUME /data
ENTRYPOINT ["concurrency-bot"]
CMD ["serve"]
