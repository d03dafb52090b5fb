// SPDX-License-Identifier: Apache-2.0
// An OpenID provider with three clients, whose access tokens are JWTs with the claim "groups". For src/test/registries.sh.
import { createRequire } from 'node:module';
const { Provider } = await import(createRequire(process.cwd() + '/target/op/').resolve('oidc-provider'));
const groups = { monitor: ['sekisho-viewer'], night: ['sekisho-support'], stranger: [] };
const op = new Provider('http://127.0.0.1:3000', {
  clients: Object.keys(groups).map(id => ({ client_id: id, client_secret: id + '-secret', grant_types: ['client_credentials'], redirect_uris: [], response_types: [] })),
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'https://sekisho.example.org',
      getResourceServerInfo: () => ({ scope: 'api', audience: 'sekisho', accessTokenFormat: 'jwt', accessTokenTTL: 600, jwt: { sign: { alg: 'RS256' } } }),
    },
  },
  extraTokenClaims: (ctx, token) => ({ groups: groups[token.clientId] }),
});
op.listen(3000, '127.0.0.1', () => console.log('OP at 127.0.0.1:3000'));
