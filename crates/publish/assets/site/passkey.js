// Has the device answer what the page asks, and sends the answer with the form.
"use strict";
const form = document.querySelector("form[data-passkey]");
const told = form.querySelector("[role=status]");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  told.textContent = "";
  try {
    const options = JSON.parse(form.dataset.options);
    const answer = form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    form.elements.credential.value = JSON.stringify(answer.toJSON());
    form.submit();
  } catch (error) {
    told.textContent = `The device gave no answer: ${error.message}`;
  }
});
