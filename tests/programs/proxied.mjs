/** Lets the fetch of Node.js heed HTTPS_PROXY, which it does by itself from version 24 on. */

import { EnvHttpProxyAgent, setGlobalDispatcher } from "undici";

setGlobalDispatcher(new EnvHttpProxyAgent());
