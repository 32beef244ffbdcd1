# Newscrier in a container: see docs/how-to/install-docker.md.
#
# There is nothing in here that only Docker can do: tests/test_install.py takes every step out of this
# file and carries it out in a folder of its own.
#
# To build the very same image again later, name the base by its digest:
#   docker build --build-arg PYTHON_IMAGE=python@sha256:… -t newscrier .
ARG PYTHON_IMAGE=python:3.13-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
# The time stands still, so that the same source gives the same wheel and the same compiled files.
ENV SOURCE_DATE_EPOCH=1767225600 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /src

# What others wrote comes first and changes seldom. Each file is compared with its hash in the lock file;
# nothing is taken that stands there not. The environment that is shipped has no pip.
COPY requirements-image.lock requirements-build.lock ./
RUN python -m venv /opt/builder \
 && /opt/builder/bin/python -m pip install --quiet --require-hashes --no-deps --only-binary :all: -r requirements-build.lock
RUN python -m venv --without-pip /opt/newscrier \
 && /opt/builder/bin/python -m pip --python /opt/newscrier/bin/python install --quiet --require-hashes --no-deps --only-binary :all: -r requirements-image.lock

# Then Newscrier itself, as the wheel that others would install.
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY config ./config
COPY templates ./templates
COPY docs/samples ./docs/samples
RUN /opt/builder/bin/python -m hatchling build -t wheel -d /src/dist \
 && /opt/builder/bin/python -m pip --python /opt/newscrier/bin/python install --quiet --no-deps --no-index /src/dist/*.whl \
 && /opt/builder/bin/python -m pip --python /opt/newscrier/bin/python check


FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="Newscrier" \
      org.opencontainers.image.description="The social-post publishing bot that newsrooms trust" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV PATH=/opt/newscrier/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/newsroom
COPY --from=build /opt/newscrier /opt/newscrier
# A volume that is made by name takes over this owner.
RUN install -d -o 10001 -g 10001 -m 0750 /newsroom

# The newsroom's folder: config/, templates/, inbox/, data/ and out/ lie in it. It is one volume, because five
# could be forgotten one by one, and a config without its data/ would post everything a second time.
# docs/install/compose.yaml mounts config/, templates/ and inbox/ once more, for reading only.
VOLUME ["/newsroom"]
WORKDIR /newsroom

# A number, so that a platform that forbids root (Kubernetes: runAsNonRoot) can see that this is not root.
USER 10001:10001

# No tini: Newscrier acts on SIGTERM itself, and waits for the processes that it starts.
# It finishes the posts in hand, within 30 seconds: docker stop --time 40.
STOPSIGNAL SIGTERM
# 4 says that a channel must be reconnected: starting the container anew would not help, so it counts as healthy.
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s --retries=3 \
    CMD ["sh", "-c", "newscrier health || [ $? -eq 4 ]"]
ENTRYPOINT ["newscrier"]
CMD ["run"]
