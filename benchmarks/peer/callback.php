<?php
// PHP and PDO with persistent connections, as one writes it by hand.
declare(strict_types=1);

// What RequestValidator of twilio-php does with a form.
$signed = getenv('PUBLIC_URL') . strtok($_SERVER['REQUEST_URI'], '?');
$sorted = $_POST;
ksort($sorted);
foreach ($sorted as $name => $value) {
    $signed .= $name . $value;
}
$expected = base64_encode(hash_hmac('sha1', $signed, getenv('TWILIO_TOKEN'), true));
if (!hash_equals($expected, $_SERVER['HTTP_X_TWILIO_SIGNATURE'] ?? '')) {
    http_response_code(403);
    exit;
}

// Without a prepared statement that only this request would use, PDO needs one round trip instead of three.
$database = new PDO(getenv('DATABASE_DSN'), null, null, [
    PDO::ATTR_PERSISTENT => true,
    PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
    PDO::PGSQL_ATTR_DISABLE_PREPARES => true,
]);
$call = $database->prepare(
    "CALL sms.sp_sms_callback('twilio', ?, NULL, 'POST', ?, ?, 'adapter', ?, ?, NULL, NULL,
                              NULL, NULL, NULL, NULL, NULL, NULL)");
$call->execute([
    json_encode($_POST, JSON_THROW_ON_ERROR),
    strtok($_SERVER['REQUEST_URI'], '?'),
    $_SERVER['REMOTE_ADDR'],
    $_SERVER['HTTP_I_TWILIO_IDEMPOTENCY_TOKEN'] ?? null,
    hash('sha256', json_encode($sorted, JSON_THROW_ON_ERROR)),
]);
$answer = $call->fetch(PDO::FETCH_ASSOC);

http_response_code($answer['p_answer_status']);
header($answer['p_answer_type'] === null ? 'Content-Type:' : "Content-Type: {$answer['p_answer_type']}");
header('Content-Length: ' . strlen($answer['p_answer_body']));
echo $answer['p_answer_body'];
