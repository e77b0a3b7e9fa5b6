// node worker.mjs http://127.0.0.1:8080 ann TICKET    (Node 22 or newer; the same runs in a browser)
// The platform gets the ticket: POST /v1/workers/ann/tickets
const [server, worker, ticket] = process.argv.slice(2);
const url = `${server.replace('http', 'ws')}/v1/work?worker=${worker}&ticket=${ticket}`;

const decide = (payload) => (payload.text.includes('?') ? 'question' : 'praise');

function connect() {
  const socket = new WebSocket(url, 'swarmline.v1.json');
  let requests = 0;

  const say = (message) => socket.send(JSON.stringify({ ...message, id: `${++requests}` }));
  const work = ({ assignment, payload }) =>
    say({ type: 'answer', assignment, answer: decide(payload) });

  socket.onopen = () => say({ type: 'hello', capacity: 1 });
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === 'welcome') message.assignments.forEach(work); // held since before
    else if (message.type === 'assigned') work(message);
    else console.log(data);
  };
  socket.onclose = ({ code }) => {
    if (code !== 4002 && code !== 4003) setTimeout(connect, 1000); // nothing held is lost
  };
}

connect();
