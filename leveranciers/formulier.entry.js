// The form library as one file: React, react-jsonschema-form and htm, for docs/assets/js/redactie.js.
import { createElement, memo, useCallback, useContext, createContext, useEffect, useId, useMemo, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import Form from "@rjsf/core";
import htm from "htm";

export const html = htm.bind(createElement);
export { createContext, createElement, createRoot, Form, memo, useCallback, useContext, useEffect, useId, useMemo, useRef, useState };
