// The workbench server: a few JSON calls and one live socket that always comes back.

async function call(path, body) {
  try {
    const answer = await fetch(path, body === undefined ? { headers: { accept: "application/json" } } : {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
    });
    let data = null;
    try { data = await answer.json(); } catch { /* not JSON: the status says enough */ }
    if (!answer.ok) return { ok: false, ...(data || {}), error: (data && data.error) || `The server answered ${answer.status}.` };
    return data || { ok: true };
  } catch {
    return { ok: false, error: "The workbench server cannot be reached." };
  }
}

export const getState = () => call("/workbench/state");
export const getLab = () => call("/workbench/lab");
export const postMessage = (body) => call("/workbench/messages", body);
export const postCommand = (body) => call("/workbench/commands", body);
export const postAction = (body) => call("/workbench/actions", body);
export const postView = (body) => call("/workbench/views", body);
export const postLab = (name, what) => call(`/workbench/lab/${encodeURIComponent(name)}/${what}`, {});

/** onOpen runs at every (re)connection; onFrame for each frame; onDown when the line is lost. */
export function live({ onOpen, onFrame, onDown }) {
  let wait = 500;
  let timer = 0;
  let socket = null;
  const connect = () => {
    clearTimeout(timer);
    socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/workbench/live");
    socket.onopen = () => {
      wait = 500;
      onOpen();
    };
    socket.onmessage = (event) => {
      let frame = null;
      try { frame = JSON.parse(event.data); } catch { return; }
      if (frame && typeof frame === "object") onFrame(frame);
    };
    socket.onclose = () => {
      onDown();
      timer = setTimeout(connect, wait * (0.8 + Math.random() * 0.4));
      wait = Math.min(wait * 2, 10000);
    };
  };
  // Coming back to the tab or the network is a good moment to try at once.
  const now = () => {
    if (document.visibilityState === "visible" && socket && socket.readyState === WebSocket.CLOSED) connect();
  };
  addEventListener("online", now);
  document.addEventListener("visibilitychange", now);
  connect();
  return { get open() { return socket && socket.readyState === WebSocket.OPEN; } };
}
