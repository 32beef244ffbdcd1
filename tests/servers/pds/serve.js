// Bluesky's own server with one account, on loopback and without any other network:
//
//     NODE_PATH=.tools/pds/node_modules node tests/servers/pds/serve.js FOLDER
//
// It keeps its data in FOLDER, prints one line of JSON ({"url", "handle", "did", "password",
// "app_password", "admin_password"}), and runs until SIGTERM, or until its standard input ends.
'use strict'

const { randomBytes } = require('node:crypto')
const { mkdirSync } = require('node:fs')
const { createServer } = require('node:net')
const { join } = require('node:path')

const plc = require('@did-plc/server')
const { PDS, envToCfg, envToSecrets, readEnv } = require('@atproto/pds')

const HANDLE = 'courier.test'
const PASSWORD = 'the-password-one-logs-in-with'
const ADMIN_PASSWORD = 'admin'

const hex = (bytes) => randomBytes(bytes).toString('hex')

function findPort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

// Both servers listen on every interface unless told otherwise.
function keepToLoopback(app) {
  const listen = app.listen.bind(app)
  app.listen = (port) => listen(port, '127.0.0.1')
}

async function startDirectory() {
  const server = plc.PlcServer.create({ db: plc.Database.mock(), port: await findPort() })
  keepToLoopback(server.app)
  const listener = await server.start()
  return { server, url: `http://127.0.0.1:${listener.address().port}` }
}

async function startServer(folder, directory) {
  const port = await findPort()
  mkdirSync(join(folder, 'blobs'), { recursive: true })
  Object.assign(process.env, {
    PDS_PORT: String(port),
    PDS_HOSTNAME: 'localhost',
    PDS_DEV_MODE: 'true',
    PDS_DATA_DIRECTORY: folder,
    PDS_BLOBSTORE_DISK_LOCATION: join(folder, 'blobs'),
    PDS_DID_PLC_URL: directory,
    PDS_SERVICE_HANDLE_DOMAINS: '.test',
    PDS_ENABLE_DID_DOC_WITH_SESSION: 'true',
    PDS_INVITE_REQUIRED: 'false',
    PDS_RATE_LIMITS_ENABLED: process.env.PDS_RATE_LIMITS_ENABLED || 'false',
    PDS_ADMIN_PASSWORD: ADMIN_PASSWORD,
    PDS_JWT_SECRET: hex(16),
    PDS_DPOP_SECRET: hex(32),
    PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX: hex(32),
  })
  const env = readEnv()
  const server = await PDS.create(envToCfg(env), envToSecrets(env))
  keepToLoopback(server.app)
  await server.start()
  return { server, url: `http://127.0.0.1:${port}` }
}

async function call(url, name, body, token) {
  const headers = { 'content-type': 'application/json' }
  if (token) headers.authorization = `Bearer ${token}`
  const answer = await fetch(`${url}/xrpc/${name}`, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

async function main() {
  const directory = await startDirectory()
  const { server, url } = await startServer(process.argv[2], directory.url)
  const account = await call(url, 'com.atproto.server.createAccount', {
    email: 'desk@courier.test',
    handle: HANDLE,
    password: PASSWORD,
  })
  const made = await call(
    url,
    'com.atproto.server.createAppPassword',
    { name: 'Newscrier' },
    account.accessJwt,
  )
  const stop = async () => {
    await server.destroy()
    await directory.server.destroy()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.stdin.on('end', stop).resume()
  const told = { url, handle: HANDLE, did: account.did, password: PASSWORD }
  Object.assign(told, { app_password: made.password, admin_password: ADMIN_PASSWORD })
  process.stdout.write(`${JSON.stringify(told)}\n`)
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
