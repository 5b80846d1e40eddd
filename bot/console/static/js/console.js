// Starts what makes the console live. The words it shows stand in the page (#words).

import { answerErrors } from "./errors.js";
import { keepConversation } from "./conversation.js";
import { keepList } from "./list.js";
import { listenToKeys } from "./keys.js";
import { notify } from "./notify.js";
import { showPresence } from "./presence.js";
import { openStream } from "./stream.js";
import { switchTheme } from "./theme.js";

answerErrors();
keepList();
keepConversation();
listenToKeys();
notify();
showPresence();
switchTheme();
openStream(document.body.dataset.stream);
