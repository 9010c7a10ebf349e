# The service. With KB_URI it works on the Neo4j named there; without, on a Neo4j of its own under /data.
# It listens on all addresses, so it does not start without KB_TOKEN.
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY kb kb
COPY api api
COPY cypher cypher
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels . \
 && python -m venv /opt/kb \
 && /opt/kb/bin/pip install --no-cache-dir /wheels/supplymesh-*.whl

FROM python:3.12-slim-bookworm
COPY --from=build /opt/kb /opt/kb
RUN useradd --create-home --uid 10001 kb && install -d -o kb -g kb /data
ENV PATH=/opt/kb/bin:$PATH KB_HOST=0.0.0.0 KB_PORT=8000 KB_HOME=/data KB_LOG=json
USER kb
WORKDIR /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['KB_PORT'] + '/livez', timeout=4)"]
ENTRYPOINT ["kb"]
CMD ["serve"]
