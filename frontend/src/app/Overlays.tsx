import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";

/** Confirmations and notifications. They are opened by events, so that their code need not be in the first load. */
export default function Overlays() {
  return (
    <ModalsProvider>
      <Notifications position="bottom-center" />
    </ModalsProvider>
  );
}
